package io.firedamp.uplink.ccer.access;

import io.firedamp.text.Text;
import io.firedamp.uplink.ccer.ClientId;
import io.firedamp.uplink.ccer.Rehearsal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the configuration will be, and what is left to ask.
 *
 * @param settings keys and clear values, in the order of the file
 * @param questions without their answers nothing can be written
 * @param faults what cannot be right
 * @param doubts what may be wrong, but not certainly
 */
record Draft(
    Map<String, String> settings, List<Question> questions, List<Text> faults, List<Text> doubts) {
  static final String SUPPLIER = "supplier.name";
  static final String CREDIT_CODE = "supplier.credit.code";
  static final String PROJECT = "project";
  static final String PASSWORD = "password";
  static final String AES_KEY = "aes.key";
  static final String AES_ENCODING = "aes.key.encoding";
  static final String RSA_KEY = "rsa.platform.key";
  static final String CIPHER = "cipher";

  /** What is never shown. A public key is none, but nobody compares it by eye either. */
  static final Set<String> SECRETS = Set.of(PASSWORD, AES_KEY);

  /** What an access information decides alone: of a former one nothing of these is kept. */
  static final List<String> OWN =
      List.of(
          "broker",
          "client.id",
          "username",
          PASSWORD,
          "topic",
          "topic.data",
          "topic.data.reply",
          "topic.heart",
          "topic.heart.reply",
          "topic.cmd",
          "topic.cmd.reply",
          "topic.crypto",
          "topic.crypto.reply",
          CIPHER,
          AES_KEY,
          AES_ENCODING,
          RSA_KEY);

  private static final Pattern ADDRESS =
      Pattern.compile(
          "^(?:([A-Za-z]+)://)?([A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+\\])(?::(\\d{1,5})(?!\\d))?(.*)$");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})+");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
  private static final Set<Integer> AES_BYTES = Set.of(16, 24, 32);
  private static final int LEAST_RSA_BITS = 1024;

  Draft {
    settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    questions = List.copyOf(questions);
    faults = List.copyOf(faults);
    doubts = List.copyOf(doubts);
  }

  /** Whether there is nothing left to ask or to correct. */
  boolean isComplete() {
    return questions.isEmpty() && faults.isEmpty();
  }

  /**
   * @param answers what a person has said, by key; it wins over the document
   * @param kept the supplier and the project of the file that is replaced, by key
   */
  static Draft of(Handout handout, Map<String, String> answers, Map<String, String> kept) {
    return new Drawing(handout, answers, kept).draft();
  }

  /** The table at work. */
  private static final class Drawing {
    private final Handout handout;
    private final Map<String, String> answers;
    private final Map<String, String> kept;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Question> questions = new ArrayList<>();
    private final List<Text> faults = new ArrayList<>();
    private final List<Text> doubts = new ArrayList<>();

    Drawing(Handout handout, Map<String, String> answers, Map<String, String> kept) {
      this.handout = handout;
      this.answers = answers;
      this.kept = kept;
    }

    Draft draft() {
      doubts.addAll(handout.doubts());
      if (!handout.of(Item.PRIVATE_KEY).isEmpty()) {
        doubts.add(
            new Text(
                "there is a private key in it, which nobody should hand out; it was left out",
                "文件中含有私钥（不应外发），已忽略"));
      }
      supplier(SUPPLIER);
      supplier(CREDIT_CODE);
      project();
      broker();
      client();
      user();
      password();
      topics();
      cipher();
      return new Draft(settings, questions, faults, doubts);
    }

    private void supplier(String key) {
      String value = answers.getOrDefault(key, kept.getOrDefault(key, ""));
      if (value.isBlank()) {
        ask(key, new Text("the access information does not have it", "接入信息中没有此项"), List.of());
      } else {
        settings.put(key, value.strip());
      }
    }

    /** Of the site's own project no name is written. */
    private void project() {
      String name = answers.getOrDefault(PROJECT, kept.getOrDefault(PROJECT, "")).strip();
      if (!name.isEmpty()) {
        settings.put(PROJECT, name);
      }
    }

    /** The one value there is, or the person's; else it is asked for. */
    private Optional<String> one(String key, List<Finding> found, List<Finding> others) {
      if (answers.containsKey(key)) {
        return Optional.of(answers.get(key).strip());
      }
      if (found.size() == 1) {
        return Optional.of(found.get(0).value());
      }
      if (found.isEmpty()) {
        ask(
            key,
            others.isEmpty()
                ? new Text("not found in the document", "文件中未找到")
                : new Text("no label says which value it is", "没有标签说明是哪一个值"),
            others);
      } else {
        ask(key, new Text("the document has several", "文件中有多个不同的值"), found);
      }
      return Optional.empty();
    }

    private void ask(String key, Text why, List<Finding> candidates) {
      questions.add(new Question(key, SECRETS.contains(key), why, candidates));
    }

    private void broker() {
      List<Finding> ports = handout.of(Item.PORT);
      String port =
          ports.size() == 1 && NUMBER.matcher(ports.get(0).value()).matches()
              ? ports.get(0).value()
              : "";
      List<Finding> addresses = new ArrayList<>();
      for (Finding finding : handout.of(Item.BROKER)) {
        Optional<String> address = address(finding.value(), port);
        if (address.isEmpty()) {
          doubts.add(
              new Text(
                  finding + ": no address of a broker with its port; left out",
                  "第 " + finding.line() + " 行: 不是带端口的服务器地址，已忽略"));
        } else if (addresses.stream().noneMatch(a -> a.value().equals(address.get()))) {
          addresses.add(new Finding(finding.line(), finding.label(), address.get()));
        }
      }
      one("broker", addresses, List.of())
          .ifPresent(
              found ->
                  address(found, port)
                      .ifPresentOrElse(
                          address -> settings.put("broker", address),
                          () -> faults.add(wrong("broker", "tcp://HOST:PORT", "tcp://主机:端口"))));
    }

    /** {@code tcp://host:port} without the comment behind it (AMB-73). */
    private static Optional<String> address(String found, String port) {
      Matcher parts = ADDRESS.matcher(found.strip());
      if (!parts.matches()) {
        return Optional.empty();
      }
      String number = parts.group(3) == null ? port : parts.group(3);
      if (number.isEmpty() || Integer.parseInt(number) < 1 || Integer.parseInt(number) > 65_535) {
        return Optional.empty();
      }
      String scheme = parts.group(1) == null ? "tcp" : parts.group(1).toLowerCase(Locale.ROOT);
      String written =
          switch (scheme) {
            case "mqtt" -> "tcp";
            case "mqtts", "tls" -> "ssl";
            default -> scheme;
          };
      return Optional.of(written + "://" + parts.group(2) + ":" + number);
    }

    private void client() {
      one("client.id", handout.of(Item.CLIENT), List.of())
          .ifPresent(
              id -> {
                settings.put("client.id", id);
                if (!ClientId.isUsual(id)) { // AMB-03
                  doubts.add(
                      new Text(
                          "client.id has "
                              + id.length()
                              + " characters; the specification has 14 letters and digits",
                          "client.id 为 " + id.length() + " 个字符；规范要求 14 位字母数字组合"));
                }
              });
    }

    private void user() {
      one("username", handout.of(Item.USER), handout.strays())
          .ifPresent(user -> settings.put("username", user));
    }

    /** AMB-08: a value of 32 hexadecimal digits may be the password or the key. */
    private void password() {
      List<Finding> found = handout.of(Item.PASSWORD);
      List<Finding> others = new ArrayList<>(handout.strays());
      handout.of(Item.KEY).stream().filter(key -> rsaBits(key).isEmpty()).forEach(others::add);
      one(PASSWORD, found, others)
          .ifPresent(
              password -> {
                settings.put(PASSWORD, password);
                boolean odd =
                    password.indexOf(' ') >= 0
                        || !password.isEmpty()
                            && ",;.。、".indexOf(password.charAt(password.length() - 1)) >= 0;
                if (odd && !answers.containsKey(PASSWORD)) {
                  doubts.add(
                      new Text(
                          "the password has a blank in it, or a punctuation mark at its end: does that belong to it?",
                          "密码中含空格，或以标点结尾：是否属于密码本身？"));
                }
              });
    }

    private void topics() {
      List<Finding> mains = new ArrayList<>();
      for (Finding finding : handout.of(Item.TOPIC)) {
        String topic = slashed(finding.value());
        if (mains.stream().noneMatch(m -> m.value().equals(topic))) {
          mains.add(new Finding(finding.line(), finding.label(), topic));
        }
      }
      List<Finding> subTopics = new ArrayList<>();
      for (Item item : Item.values()) {
        if (item.isSubTopic()) {
          subTopics.addAll(handout.of(item));
        }
      }
      if (mains.isEmpty() && !answers.containsKey("topic")) {
        for (Finding finding : subTopics) {
          String root = slashed(Item.rootOf(finding.value()));
          if (Item.ofTopic(finding.value()).isPresent()
              && root.length() > 1
              && mains.stream().noneMatch(m -> m.value().equals(root))) {
            mains.add(new Finding(finding.line(), finding.label(), root));
          }
        }
      }
      Optional<String> main = one("topic", mains, List.of()).map(Drawing::slashed);
      main.ifPresent(root -> topic("topic", root));
      for (Item item : Item.values()) {
        if (item.isSubTopic()) {
          override(item, main);
        }
      }
    }

    /** Only what differs from the main topic and the usual end is written. */
    private void override(Item item, Optional<String> main) {
      List<Finding> found = handout.of(item);
      if (found.isEmpty() && !answers.containsKey(item.key())) {
        return;
      }
      Optional<String> one = one(item.key(), found, List.of());
      if (one.isEmpty()
          || main.isEmpty()
          || slashed(one.get()).equals(main.get() + item.endings().get(0))) {
        return;
      }
      topic(item.key(), one.get());
      if (!slashed(Item.rootOf(one.get())).equals(main.get())) { // AMB-02
        doubts.add(
            new Text(
                item.key() + " " + one.get() + " does not begin with the main topic " + main.get(),
                item.key() + " " + one.get() + " 未以主 Topic " + main.get() + " 开头"));
      }
    }

    private void topic(String key, String topic) {
      settings.put(key, topic);
      if (topic.chars().anyMatch(c -> c == '+' || c == '#' || Character.isWhitespace(c))) {
        faults.add(wrong(key, "a topic without +, # and blanks", "不含 +、# 和空格的主题"));
      } else if (topic.chars().anyMatch(c -> c >= 0x7f || c <= ' ')) {
        doubts.add(
            new Text(
                key + " " + topic + " has other characters than letters, digits and signs",
                key + " " + topic + " 含有非常规字符"));
      }
    }

    private static String slashed(String topic) {
      return topic.startsWith("/") ? topic : "/" + topic;
    }

    // ---- encryption

    private void cipher() {
      Optional<String> method = method();
      if (method.isEmpty()) {
        return;
      }
      settings.put(CIPHER, method.get());
      switch (method.get()) {
        case "aes" -> aes();
        case "rsa" -> rsa();
        default -> {
          if (!handout.of(Item.KEY).isEmpty()) {
            doubts.add(new Text("without encryption, but the document has a key", "未加密，但文件中有密钥"));
          }
        }
      }
    }

    private Optional<String> method() {
      if (answers.containsKey(CIPHER)) {
        return Optional.of(answers.get(CIPHER).strip().toLowerCase(Locale.ROOT));
      }
      List<Finding> methods = new ArrayList<>();
      for (Finding finding : handout.of(Item.CIPHER)) {
        for (String method : named(finding.value())) {
          if (methods.stream().noneMatch(m -> m.value().equals(method))) {
            methods.add(new Finding(finding.line(), finding.label(), method));
          }
        }
      }
      if (methods.isEmpty()) {
        for (Finding key : handout.of(Item.KEY)) {
          String method =
              rsaBits(key).isPresent()
                  ? "rsa"
                  : key.label().toLowerCase(Locale.ROOT).contains("aes") ? "aes" : "";
          if (!method.isEmpty() && methods.stream().noneMatch(m -> m.value().equals(method))) {
            methods.add(new Finding(key.line(), key.label(), method));
          }
        }
      }
      return one(CIPHER, methods, List.of());
    }

    private static List<String> named(String value) {
      String lower = value.toLowerCase(Locale.ROOT);
      List<String> methods = new ArrayList<>();
      if (lower.contains("aes")) {
        methods.add("aes");
      }
      if (lower.contains("rsa")) {
        methods.add("rsa");
      }
      if (methods.isEmpty()
          && (lower.contains("无")
              || lower.contains("不加密")
              || lower.contains("明文")
              || lower.contains("none")
              || lower.contains("plain"))) {
        methods.add("none");
      }
      return methods;
    }

    private void aes() {
      List<Finding> keys =
          handout.of(Item.KEY).stream().filter(key -> rsaBits(key).isEmpty()).toList();
      List<Finding> others = new ArrayList<>(handout.strays());
      Optional<String> key = one(AES_KEY, keys, others);
      if (key.isEmpty()) {
        return;
      }
      settings.put(AES_KEY, key.get());
      boolean elsewhere = key.get().startsWith("file:") || key.get().startsWith("env:");
      List<String> encodings = elsewhere ? List.of("hex") : encodings(key.get());
      if (answers.containsKey(AES_ENCODING)) {
        settings.put(AES_ENCODING, answers.get(AES_ENCODING).strip());
      } else if (encodings.isEmpty()) {
        faults.add(
            new Text(
                "aes.key has "
                    + key.get().length()
                    + " characters; as hex, base64 or utf8 that is no key of 16, 24 or 32 bytes",
                "aes.key 为 " + key.get().length() + " 个字符；按 hex、base64、utf8 均不是 16、24 或 32 字节的密钥"));
      } else if (encodings.contains("hex")) {
        settings.put(AES_ENCODING, "hex");
        if (encodings.size() > 1) { // AMB-08
          doubts.add(
              new Text(
                  "aes.key is read as hex; if the platform's replies cannot be read, firedamp:probe finds out",
                  "aes.key 按 hex 解读；若平台应答无法解密，可用 firedamp:probe 试探"));
        }
      } else if (encodings.size() == 1 || key.get().endsWith("=")) {
        settings.put(AES_ENCODING, encodings.get(0));
      } else {
        ask(
            AES_ENCODING,
            new Text(
                "the key may be written in " + String.join(" or ", encodings),
                "密钥可能为 " + String.join(" 或 ", encodings)),
            List.of());
      }
    }

    /** As what a text is an AES key. */
    private static List<String> encodings(String key) {
      List<String> encodings = new ArrayList<>();
      if (HEX.matcher(key).matches() && AES_BYTES.contains(key.length() / 2)) {
        encodings.add("hex");
      }
      try {
        if (AES_BYTES.contains(Base64.getDecoder().decode(key).length)) {
          encodings.add("base64");
        }
      } catch (IllegalArgumentException notBase64) {
        // then it is none
      }
      if (AES_BYTES.contains(key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)) {
        encodings.add("utf8");
      }
      return encodings;
    }

    private void rsa() {
      Optional<String> key =
          one(
              RSA_KEY,
              handout.of(Item.KEY).stream().filter(k -> rsaBits(k).isPresent()).toList(),
              List.of());
      if (key.isEmpty()) {
        return;
      }
      settings.put(RSA_KEY, key.get());
      OptionalInt bits = Rehearsal.rsaBits(key.get());
      if (bits.isEmpty() || bits.getAsInt() < LEAST_RSA_BITS) {
        faults.add(wrong(RSA_KEY, "an RSA public key of 1024 bit or more", "1024 位及以上的 RSA 公钥"));
      }
    }

    private static OptionalInt rsaBits(Finding key) {
      return Rehearsal.rsaBits(key.value());
    }

    private static Text wrong(String key, String en, String zh) {
      return new Text(key + ": " + en, key + ": " + zh);
    }
  }
}
