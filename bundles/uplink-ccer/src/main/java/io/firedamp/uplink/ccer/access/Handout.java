package io.firedamp.uplink.ccer.access;

import io.firedamp.text.Text;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in an access information 接入信息 (CCER-7.4-02): every value under the item that its
 * label announces, and values without a known label that may be one.
 *
 * <pre>
 * label: value     also with = [ 【 , a tab or a blank between, full-width or not, several on a line
 * label            and the value in the next cell or line
 * label  label     a table's heading row, the values below
 * -----BEGIN …     PEM, over any number of lines; Base64 of DER over lines without its frame
 * </pre>
 *
 * <p>Pure: no I/O, no state, no exception whatever the text is, in time that grows with its length.
 */
final class Handout {
  private static final int LONGEST_LINE = 4_000;
  private static final int SHORTEST_STRAY = 16;
  private static final int MOST_SEPARATORS = 4;
  private static final int LONGEST_LABEL_WORDS = 3;

  private static final Pattern PEM =
      Pattern.compile("-{2,10}\\s?(BEGIN|END) ([A-Z0-9 ]{3,30}?)\\s?-{2,10}");

  /** Stands for a PEM block in its line; the block's number is added. Unicode's private use. */
  private static final char BLOCK = '\ue000';

  private static final int MOST_BLOCKS = 1000;
  private static final Pattern ADDRESS = Pattern.compile("(?i)^(?:tcp|mqtt|mqtts|ssl|tls)://.+");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=_-]+");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

  /**
   * How a configuration refers to a file or a variable. A document that could do so would send any
   * file's first line, as the password, to the broker that it names.
   */
  private static final Pattern REFERENCE = Pattern.compile("(?i)^(?:file:|env:|\\{enc})");

  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\s]+");
  private static final Pattern NEXT_LABEL = Pattern.compile(" (?=[^ :=]{1,24} ?[:=])");

  private final Map<Item, List<Finding>> found = new EnumMap<>(Item.class);
  private final List<Finding> strays = new ArrayList<>();
  private final List<Text> doubts = new ArrayList<>();
  private final List<String> blocks = new ArrayList<>();

  private int line;
  private Optional<Item> pending = Optional.empty();
  private List<Optional<Item>> headings = List.of();

  /** The key that may go on in the next line. */
  private Optional<Finding> unfinished = Optional.empty();

  private Handout() {}

  /** Reads the text. */
  static Handout read(String text) {
    Handout handout = new Handout();
    for (String raw : handout.withoutBlocks(plain(text)).split("\n", -1)) {
      handout.line += 1 + handout.linesOfBlocks(raw);
      if (raw.length() <= LONGEST_LINE) {
        handout.line(raw);
      } else {
        handout.doubts.add(
            new Text(
                "line " + handout.line + " is too long and was left out",
                "第 " + handout.line + " 行过长，已忽略"));
      }
    }
    return handout;
  }

  /** The values of that item, each once, in the order of the text. */
  List<Finding> of(Item item) {
    List<Finding> distinct = new ArrayList<>();
    for (Finding finding : found.getOrDefault(item, List.of())) {
      if (distinct.stream().noneMatch(other -> other.value().equals(finding.value()))) {
        distinct.add(finding);
      }
    }
    return distinct;
  }

  /** Values that no known label announces, but which look like a password, a key or a name. */
  List<Finding> strays() {
    return List.copyOf(strays);
  }

  /** What was left out, and why; never a value. */
  List<Text> doubts() {
    return List.copyOf(doubts);
  }

  /** Whether nothing at all was recognised. */
  boolean isEmpty() {
    return found.isEmpty();
  }

  // ---- the text

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    String normal = Normalizer.normalize(text.replace("\r\n", "\n"), Normalizer.Form.NFKC);
    for (int i = 0; i < normal.length(); i++) {
      char c = normal.charAt(i);
      if (c == '\r' || c == '\u2028' || c == '\u2029' || c == '\f' || c == '\u000b') {
        plain.append('\n');
      } else if (c == '\n' || c == '\t') {
        plain.append(c);
      } else if (Character.getType(c) == Character.SPACE_SEPARATOR) {
        plain.append(' ');
      } else if (!Character.isISOControl(c)
          && Character.getType(c) != Character.FORMAT // zero-width blanks and marks
          && Character.getType(c) != Character.PRIVATE_USE) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** Takes every PEM block out, and leaves its number and its line breaks' count in its place. */
  private String withoutBlocks(String text) {
    StringBuilder rest = new StringBuilder(text.length());
    Matcher frame = PEM.matcher(text);
    int from = 0;
    int begin = -1;
    String kind = "";
    int content = 0;
    while (frame.find()) {
      boolean opens = frame.group(1).equals("BEGIN");
      if (opens) {
        begin = frame.start();
        kind = frame.group(2);
        content = frame.end();
      } else if (begin >= 0 && frame.group(2).equals(kind) && blocks.size() < MOST_BLOCKS) {
        rest.append(text, from, begin).append((char) (BLOCK + blocks.size()));
        blocks.add(kind + "\n" + text.substring(content, frame.start()));
        from = frame.end();
        begin = -1;
      }
    }
    return rest.append(text, from, text.length()).toString();
  }

  private int linesOfBlocks(String raw) {
    return block(raw)
        .map(block -> (int) block.chars().filter(c -> c == '\n').count() - 1)
        .orElse(0);
  }

  /** The first block that is named in it: its kind, a line break, its content. */
  private Optional<String> block(String raw) {
    return raw.chars()
        .filter(c -> c >= BLOCK && c < BLOCK + blocks.size())
        .mapToObj(c -> blocks.get(c - BLOCK))
        .findFirst();
  }

  // ---- a line

  private void line(String raw) {
    String row = raw.strip();
    if (row.startsWith("|") && row.endsWith("|") && row.length() > 2) {
      row = row.substring(1, row.length() - 1).replace('|', '\t'); // a table in Markdown
    }
    List<String> cells =
        Arrays.stream(row.split("\t"))
            .map(cell -> SPACE.matcher(cell).replaceAll(" ").strip())
            .filter(cell -> !cell.isEmpty())
            .toList();
    if (cells.isEmpty() || isRule(row)) {
      return;
    }
    if (cells.size() == 1 && goesOn(cells.get(0))) {
      return;
    }
    unfinished = Optional.empty();
    List<Optional<Item>> labels = cells.stream().map(Item::labelled).toList();
    if (cells.size() > 1 && labels.stream().allMatch(Optional::isPresent)) {
      headings = labels;
      pending = Optional.empty();
      return;
    }
    if (cells.size() > 1 && cells.size() == headings.size()) {
      for (int i = 0; i < cells.size(); i++) {
        keep(headings.get(i).orElseThrow(), "", cells.get(i));
      }
      headings = List.of();
      return;
    }
    headings = List.of();
    cells.forEach(this::cell);
  }

  /** The line between a Markdown table's heading and its values. */
  private static boolean isRule(String row) {
    return row.chars().allMatch(c -> c == '-' || c == ':' || c == '=' || c == '\t' || c == ' ');
  }

  /** A further line of a key without a PEM frame. */
  private boolean goesOn(String cell) {
    if (unfinished.isEmpty()
        || !BASE64.matcher(cell).matches()
        || Item.labelled(cell).isPresent()) {
      return false;
    }
    Finding begun = unfinished.get();
    Finding longer = new Finding(begun.line(), begun.label(), begun.value() + cell);
    List<Finding> keys = found.get(Item.KEY);
    if (longer.value().length() > LONGEST_LINE || keys == null) {
      return false;
    }
    keys.set(keys.indexOf(begun), longer);
    unfinished = Optional.of(longer);
    return true;
  }

  private void cell(String cell) {
    Matcher next = NEXT_LABEL.matcher(cell);
    int from = 0;
    while (next.find()) {
      if (separated(cell.substring(next.end())).isPresent()) {
        piece(cell.substring(from, next.start()).strip());
        from = next.end();
      }
    }
    piece(cell.substring(from).strip());
  }

  /** A label that is announced as such, and the rest. */
  private static Optional<Announced> separated(String piece) {
    int seen = 0;
    for (int i = 1; i < Math.min(piece.length(), 48) && seen < MOST_SEPARATORS; i++) {
      if (":=[【,;\"'".indexOf(piece.charAt(i)) >= 0) {
        seen++;
        Optional<Item> item = Item.labelled(piece.substring(0, i));
        if (item.isPresent()) {
          return Optional.of(new Announced(item.get(), piece.substring(0, i), piece.substring(i)));
        }
      }
    }
    return Optional.empty();
  }

  private record Announced(Item item, String label, String rest) {}

  private void piece(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    Optional<Announced> announced = separated(piece);
    if (announced.isPresent()) {
      String value = clean(announced.get().rest().replaceFirst("^[\"']?\\s*[:=,;]*\\s*", ""));
      if (value.isEmpty()) {
        pending = Optional.of(announced.get().item());
      } else {
        pending = Optional.empty();
        keep(announced.get().item(), announced.get().label(), value);
      }
      return;
    }
    Optional<Item> alone = Item.labelled(piece);
    if (alone.isPresent()) {
      pending = alone;
      return;
    }
    if (apart(piece)) {
      return;
    }
    if (pending.isPresent()) {
      Item item = pending.get();
      pending = Optional.empty();
      keep(item, "", clean(piece));
      return;
    }
    unlabelled(piece);
  }

  /** A label, a blank, and one word. */
  private boolean apart(String piece) {
    String[] words = SPACE.split(piece);
    int most = Math.min(LONGEST_LABEL_WORDS, words.length - 1);
    for (int count = most; count > 0; count--) {
      Optional<Item> item = Item.labelled(String.join(" ", Arrays.copyOf(words, count)));
      String value = String.join(" ", Arrays.copyOfRange(words, count, words.length));
      boolean oneWord = count == words.length - 1 && !HAN.matcher(value).find();
      if (item.isPresent()
          && (oneWord || item.get() == Item.CIPHER || ADDRESS.matcher(value).matches())) {
        pending = Optional.empty();
        keep(item.get(), "", clean(value));
        return true;
      }
    }
    return false;
  }

  private void unlabelled(String piece) {
    int separator = firstOf(piece, ":=[【");
    boolean labelled = separator > 0 && !ADDRESS.matcher(piece).matches();
    String label = labelled ? piece.substring(0, separator).strip() : "";
    String value =
        clean(labelled ? piece.substring(separator).replaceFirst("^[:=]\\s*", "") : piece);
    if (block(value).isPresent()) {
      keep(Item.KEY, label, value);
    } else if (ADDRESS.matcher(value).matches()) {
      keep(Item.BROKER, label, value);
    } else if (isTopic(value) && Item.ofTopic(value).isPresent()) {
      keep(Item.DATA, label, value);
    } else if (value.length() >= SHORTEST_STRAY && TOKEN.matcher(value).matches()) {
      strays.add(new Finding(line, label, value));
    }
  }

  private static int firstOf(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isTopic(String value) {
    return value.indexOf('/') >= 0 && !SPACE.matcher(value).find();
  }

  /** Without the brackets, quotation marks and JSON's comma around it. */
  private static String clean(String value) {
    String clean = value.strip();
    for (int i = 0; i < 4 && clean.length() >= 2; i++) {
      int kind = "[【\"'“‘「<《".indexOf(clean.charAt(0));
      if (kind < 0) {
        break;
      }
      int end = clean.lastIndexOf("]】\"'”’」>》".charAt(kind));
      if (end < 1 || clean.substring(end + 1).chars().anyMatch(c -> " ,}]".indexOf(c) < 0)) {
        break;
      }
      clean = clean.substring(1, end).strip();
    }
    return clean;
  }

  // ---- a value

  private void keep(Item item, String label, String value) {
    if (value.isEmpty()) {
      return;
    }
    Optional<String> block = block(value);
    if (REFERENCE.matcher(value).find()) {
      doubts.add(
          new Text(
              "line " + line + ": refers to something else on this machine; left out",
              "第 " + line + " 行: 引用了本机的其他内容，已忽略"));
    } else if (block.isPresent()) {
      keepBlock(label, block.get());
    } else if (item == Item.PRIVATE_KEY) {
      add(item, new Finding(line, label, ""));
    } else if (item == Item.KEY) {
      keepKey(label, value);
    } else if (item == Item.CIPHER || item == Item.BROKER) {
      add(item, new Finding(line, label, value));
    } else if (item == Item.PORT) {
      add(item, new Finding(line, label, value));
    } else if (HAN.matcher(value).find()) {
      doubts.add(
          new Text(
              "line " + line + ": in place of " + item.key() + " stands a description; left out",
              "第 " + line + " 行: " + item.key() + " 处为说明文字，已忽略"));
    } else if (item == Item.TOPIC || item.isSubTopic()) {
      keepTopic(item, label, value);
    } else {
      add(item, new Finding(line, label, value));
    }
  }

  private void keepBlock(String label, String block) {
    int end = block.indexOf('\n');
    String kind = block.substring(0, end);
    if (kind.contains("PRIVATE")) {
      add(Item.PRIVATE_KEY, new Finding(line, label, ""));
    } else {
      add(Item.KEY, new Finding(line, label, SPACE.matcher(block.substring(end)).replaceAll("")));
    }
  }

  private void keepKey(String label, String value) {
    String joined = SPACE.matcher(value).replaceAll("");
    if (HAN.matcher(joined).find()) {
      doubts.add(
          new Text(
              "line " + line + ": in place of the key stands a description; left out",
              "第 " + line + " 行: 密钥处为说明文字，已忽略"));
      return;
    }
    Finding key = new Finding(line, label, joined);
    add(Item.KEY, key);
    // DER of a public key in Base64 begins so; it is the only value that documents break over lines
    unfinished =
        joined.startsWith("MI") && !joined.endsWith("=") ? Optional.of(key) : Optional.empty();
  }

  /**
   * A sub-topic is known by its end. Its label decides only where the end is none of the
   * document's, and where both know it and differ, neither is believed; except 上传数据Topic, which the
   * document writes above every topic.
   */
  private void keepTopic(Item item, String label, String value) {
    if (SPACE.matcher(value).find()) {
      doubts.add(
          new Text(
              "line " + line + ": a topic with a blank in it; left out",
              "第 " + line + " 行: 主题含空格，已忽略"));
      return;
    }
    Optional<Item> byEnd = Item.ofTopic(value);
    if (byEnd.isPresent()
        && byEnd.get() != item
        && item.isSubTopic()
        && item != Item.DATA
        && item != Item.DATA_REPLY) {
      doubts.add(
          new Text(
              "line "
                  + line
                  + ": the label means "
                  + item.key()
                  + ", the topic is "
                  + byEnd.get().key()
                  + "; left out",
              "第 " + line + " 行: 标签为 " + item.key() + "，主题却是 " + byEnd.get().key() + "，已忽略"));
      return;
    }
    add(byEnd.orElse(item), new Finding(line, label, value));
  }

  private void add(Item item, Finding finding) {
    found.computeIfAbsent(item, first -> new ArrayList<>()).add(finding);
  }
}
