package io.firedamp.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The words of every form in the shipped archive; nothing is started. */
@DisplayName("CCER-4.3-03: every form tells what it wants, in both languages")
class FormTextsIT {
  /** By the end of a key: its unit in both languages. */
  private static final Map<String, List<String>> UNITS =
      Map.of(
          "ms", List.of("ms", "毫秒"),
          "s", List.of("s", "秒"),
          "minutes", List.of("minutes", "分钟"),
          "hours", List.of("hours", "小时"),
          "years", List.of("years", "年"),
          "mb", List.of("MB", "MB"),
          "bytes", List.of("bytes", "字节"));

  @TempDir Path folder;

  /** By PID. */
  private final Map<String, List<String>> faults = new TreeMap<>();

  @Test
  void everyAttributeHasALabelAndHelpAndEveryNumberItsRangeAndUnit() throws Exception {
    try (Gateway gateway = Gateway.unpack(folder);
        Stream<Path> files = Files.walk(gateway.path("system/io/firedamp"))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        try (JarFile bundle = new JarFile(jar.toFile())) {
          check(bundle);
        }
      }
    }
    assertTrue(faults.size() >= 12, "forms: " + faults.keySet());
    faults.forEach((form, wrong) -> assertEquals(List.of(), wrong, form));
  }

  private void check(JarFile bundle)
      throws IOException, ParserConfigurationException, SAXException {
    StringBuilder forms = new StringBuilder();
    for (JarEntry entry : bundle.stream().toList()) {
      if (entry.getName().matches("OSGI-INF/metatype/.*\\.xml")) {
        check(bundle, entry);
        forms.append(new String(bundle.getInputStream(entry).readAllBytes()));
      }
    }
    for (JarEntry entry : bundle.stream().toList()) {
      if (forms.length() > 0 && entry.getName().matches("OSGI-INF/l10n/.*\\.properties")) {
        String name = entry.getName().replace(".properties", "");
        for (Object key : words(bundle, name).keySet()) {
          assertTrue(
              forms.indexOf("\"%" + key + "\"") >= 0, name + " has words of no form: " + key);
        }
      }
    }
  }

  private void check(JarFile bundle, JarEntry entry)
      throws IOException, ParserConfigurationException, SAXException {
    Element root;
    try (InputStream in = bundle.getInputStream(entry)) {
      root =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
    }
    Element form = all(root, "OCD").get(0);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String language = i == 0 ? "" : "_zh";
      Properties words = words(bundle, root.getAttribute("localization") + language);
      describe(form, words, wrong);
      for (Element attribute : all(form, "AD")) {
        String key = attribute.getAttribute("id");
        describe(attribute, words, wrong);
        String help = word(attribute, "description", words);
        String label = word(attribute, "name", words);
        boolean number =
            attribute.getAttribute("default").matches("[0-9]+")
                && all(attribute, "Option").isEmpty();
        if (number && !help.matches(".*[0-9]+ (to|到) [0-9]+.*")) {
          wrong.add(key + language + " has no range: " + help);
        }
        String unit = key.substring(key.lastIndexOf('.') + 1);
        if (number && UNITS.containsKey(unit)) {
          String word = UNITS.get(unit).get(i);
          if (!help.matches(".*[0-9] " + word + "([^a-z].*)?")) {
            wrong.add(key + language + " has no unit: " + label + ", " + help);
          }
        }
        if (!attribute.getAttribute("type").matches("String|Password")) {
          wrong.add(key + " would make the file typed");
        }
        checkChoice(attribute, words, wrong);
      }
    }
    String designated = all(root, "Designate").get(0).getAttribute("pid");
    String factory = all(root, "Designate").get(0).getAttribute("factoryPid");
    faults.put(designated + factory, wrong);
  }

  /** What a choice shows where the file has nothing is its default, or it would be written. */
  private static void checkChoice(Element attribute, Properties words, List<String> wrong) {
    String key = attribute.getAttribute("id");
    List<Element> options = all(attribute, "Option");
    for (Element option : options) {
      String label = option.getAttribute("label");
      check(label.startsWith("%") ? word(option, "label", words) : label, key + ": option", wrong);
    }
    String preset = attribute.getAttribute("default");
    if (!options.isEmpty()
        && options.stream().noneMatch(o -> o.getAttribute("value").equals(preset))) {
      wrong.add(key + " has no option for its default: " + preset);
    }
  }

  private static void describe(Element element, Properties words, List<String> wrong) {
    check(word(element, "name", words), element.getAttribute("id") + ": name", wrong);
    check(word(element, "description", words), element.getAttribute("id") + ": help", wrong);
  }

  private static void check(String words, String what, List<String> wrong) {
    if (words.isBlank()) {
      wrong.add(what + " is missing");
    }
  }

  /** The words behind the key; none if it is no key, and so the same in every language. */
  private static String word(Element element, String which, Properties words) {
    String text = element.getAttribute(which);
    return text.startsWith("%") ? words.getProperty(text.substring(1), "") : "";
  }

  private static Properties words(JarFile bundle, String name) throws IOException {
    Properties words = new Properties();
    try (InputStream in = bundle.getInputStream(bundle.getEntry(name + ".properties"))) {
      words.load(in);
    }
    return words;
  }

  private static List<Element> all(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }
}
