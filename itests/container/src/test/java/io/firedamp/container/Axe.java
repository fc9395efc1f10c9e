package io.firedamp.container;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.testkit.Npm;
import io.firedamp.testkit.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Deque's axe-core: what in a page is in the way of those who cannot see, tell colours apart or use
 * a mouse. It looks from a world of its own, so that the page's rules about scripts stay.
 */
final class Axe {
  private static final String VERSION = "4.14.1";

  /** Finds; the rest is for reading. */
  private static final String RUN =
      """
      axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
        resultTypes: ['violations'], preload: false
      }).then(result => result.violations.flatMap(rule => rule.nodes.map(node =>
        rule.id + ' ' + node.target.join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' '))))
      """;

  private Axe() {}

  /**
   * What is wrong with what a tab shows, by WCAG 2.1 A and AA and the best practices; nothing, if
   * all is well. Ends the test, and lists it as not run, where axe-core cannot be had.
   */
  static List<String> findings(Tab tab) throws IOException, InterruptedException {
    String library =
        Files.readString(Npm.with("axe-core", VERSION).resolve("node_modules/axe-core/axe.min.js"));
    List<String> findings = new ArrayList<>();
    for (JsonNode finding : tab.apart(library, RUN)) {
      findings.add(finding.asText());
    }
    return findings;
  }
}
