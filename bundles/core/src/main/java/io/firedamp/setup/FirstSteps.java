package io.firedamp.setup;

import io.firedamp.text.Text;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The first steps 首次配置 of a gateway, the same for the command and the page. What is done is seen by
 * looking at the gateway, never remembered: steps may be taken in any order, by hand as well, and
 * gone on with at any time. A service; any thread.
 */
@ProviderType
public interface FirstSteps {
  /** Every step as it is now, in order. Asks every part and reads files of {@code etc}: some ms. */
  List<Step> steps();

  /**
   * Writes the answers of a step into its configuration file, which keeps its comments and other
   * keys; what it was is kept beside it as {@code .old}. It takes effect by itself within two
   * seconds, and only the running part says then whether it is content.
   *
   * @param step one that has fields
   * @param answers by the keys of the fields; an empty one leaves the file's value as it is
   * @return what is wrong; empty if it was written
   * @throws IOException if the file cannot be read or written; it is what it was then
   */
  List<Text> write(Step.Name step, Map<String, String> answers) throws IOException;
}
