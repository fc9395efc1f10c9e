package io.firedamp.uplink.ccer;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach the platform: the access information 接入信息 and what the specification leaves open.
 *
 * @param name of this uplink, from the file's name
 * @param file where the configuration stands, for messages
 * @param project the site's project that it reports, empty for the site's own
 * @param supplierName 数据接入厂商名称
 * @param supplierCredit 数据接入厂商统一社会信用代码
 * @param sn overrides the device fingerprint 设备指纹, empty if it does not
 * @param worker of the snowflake ids, 0–1023
 * @param broker {@code tcp://host:port} or {@code ssl://host:port}
 * @param fresh a packet is published only while utime − ctime is below it
 * @param late what becomes of a packet that was not delivered by then
 * @param holdUntrusted packets are not published whose frame was stamped by a clock that was not
 *     synchronised
 * @param window packets in flight at the most
 */
record Access(
    String name,
    String file,
    String project,
    String supplierName,
    String supplierCredit,
    String sn,
    int worker,
    String broker,
    Tls tls,
    LocalEnd localEnd,
    String clientId,
    String username,
    Secret password,
    int qos,
    boolean cleanSession,
    Duration keepAlive,
    Topics topics,
    Cipher cipher,
    Optional<RsaAccess> rsa,
    boolean replyAsked,
    Duration replyTimeout,
    int attempts,
    Duration retry,
    boolean newIdOnResend,
    Duration fresh,
    Late late,
    boolean holdUntrusted,
    int window,
    boolean sampleTime,
    boolean keepZeros,
    boolean sendOutOfRange,
    boolean lenient,
    BackfillAccess backfill) {

  private static final List<String> SCHEMES = List.of("tcp", "ssl");

  /** This machine, without asking a name server. */
  private static final Pattern HERE = Pattern.compile("(?i)localhost|127\\.[0-9.]+|\\[::1\\]");

  private static final List<Integer> AES_KEY_BYTES = List.of(16, 24, 32);

  /**
   * @throws io.firedamp.settings.SettingsException naming file, key, what was found and what is
   *     allowed
   */
  static Access of(Map<String, ?> properties) {
    Settings settings = Settings.of(properties);
    Access access =
        new Access(
            settings.instance().isEmpty() ? "ccer" : settings.instance(),
            settings.file(),
            settings.text("project", ""),
            settings.required("supplier.name"),
            settings.required("supplier.credit.code"),
            settings.text("sn", ""),
            settings.integer("worker", 0, 0, 1023),
            broker(settings),
            tls(settings),
            new LocalEnd(settings.text("bind.interface", "")),
            settings.required("client.id"),
            settings.text("username", ""),
            settings.secret("password"),
            settings.integer("qos", 1, 0, 2),
            settings.flag("clean.session", false),
            settings.seconds("keep.alive.s", 60, 5, 3600),
            topics(settings),
            cipher(settings),
            rsa(settings),
            settings.choice("rsp", "1", List.of("0", "1")).equals("1"),
            settings.seconds("reply.timeout.s", 10, 1, 60),
            settings.integer("attempts", 3, 1, 20),
            settings.seconds("retry.s", 1, 1, 60),
            settings.choice("resend.id", "new", List.of("new", "keep")).equals("new"),
            settings.seconds("fresh.s", 60, 1, 3600),
            word(settings, "late", Late.HOLD, Late.values()),
            settings.choice("clock.untrusted", "send", List.of("send", "hold")).equals("hold"),
            settings.integer("window", 120, 1, 1000),
            settings.choice("ts", "sample", List.of("sample", "message")).equals("sample"),
            settings.choice("zeros", "keep", List.of("keep", "strip")).equals("keep"),
            settings.choice("out.of.range", "send", List.of("send", "omit")).equals("send"),
            settings.flag("lenient", true),
            BackfillAccess.of(settings));
    settings.check();
    return access;
  }

  private static String broker(Settings settings) {
    String found = settings.required("broker");
    // the document writes the address with a comment behind it: tcp://host:port//固定的域名或IP (AMB-73)
    String address = found.replaceFirst("(?<=:\\d{1,5})//?.*$", "");
    try {
      URI uri = new URI(address);
      if (found.isEmpty()
          || SCHEMES.contains(String.valueOf(uri.getScheme()))
              && uri.getHost() != null
              && uri.getPort() > 0
              && uri.getPort() <= 65_535) {
        return address;
      }
    } catch (URISyntaxException wrong) {
      // said below, with what is allowed
    }
    settings.problem(
        "broker",
        found,
        new Text("tcp://HOST:PORT or ssl://HOST:PORT", "tcp://主机:端口 或 ssl://主机:端口"));
    return "";
  }

  private static Tls tls(Settings settings) {
    Tls tls =
        new Tls(
            file(settings, "tls.ca"), file(settings, "tls.certificate"), file(settings, "tls.key"));
    if (tls.certificate().isPresent() != tls.key().isPresent()) {
      settings.problem(
          "tls.certificate",
          new Text(
              "tls.certificate and tls.key belong together", "tls.certificate 与 tls.key 须同时设置"));
    }
    return tls;
  }

  private static Optional<Path> file(Settings settings, String key) {
    Path file = settings.path(key, "");
    if (file.toString().isEmpty()) {
      return Optional.empty();
    }
    if (!Files.isReadable(file)) {
      settings.problem(key, file.toString(), new Text("a file that can be read", "可读取的文件"));
    }
    return Optional.of(file);
  }

  private static Topics topics(Settings settings) {
    String root = settings.required("topic");
    root = root.isEmpty() || root.startsWith("/") ? root : "/" + root;
    String cryptoReply = settings.text("topic.crypto.reply", "");
    Topics topics =
        new Topics(
            settings.text("topic.data", root + Topics.DATA),
            settings.text("topic.data.reply", root + Topics.DATA_REPLY),
            settings.text("topic.heart", root + Topics.HEART),
            settings.text("topic.heart.reply", root + Topics.HEART_REPLY),
            settings.text("topic.crypto", root + Topics.CRYPTO),
            cryptoReply.isEmpty()
                ? List.of(root + Topics.CRYPTO_REPLY, root + Topics.CRYPTO_REPLY_OF_FIGURE_3)
                : List.of(cryptoReply),
            settings.text("topic.cmd", root + Topics.COMMAND),
            settings.text("topic.cmd.reply", root + Topics.COMMAND_REPLY));
    topic(settings, "topic", root);
    topic(settings, "topic.data", topics.data());
    topic(settings, "topic.data.reply", topics.dataReply());
    topic(settings, "topic.heart", topics.heart());
    topic(settings, "topic.heart.reply", topics.heartReply());
    topic(settings, "topic.cmd", topics.command());
    topic(settings, "topic.cmd.reply", topics.commandReply());
    topic(settings, "topic.crypto", topics.crypto());
    topics.cryptoReplies().forEach(reply -> topic(settings, "topic.crypto.reply", reply));
    return topics;
  }

  private static void topic(Settings settings, String key, String topic) {
    if (topic.chars().anyMatch(c -> c == '+' || c == '#' || Character.isWhitespace(c))) {
      settings.problem(key, topic, new Text("a topic without +, # and blanks", "不含 +、# 和空格的主题"));
    }
  }

  private static Cipher cipher(Settings settings) {
    Secret secret = settings.secret("aes.key");
    String keyEncoding =
        settings.choice("aes.key.encoding", "hex", List.of("hex", "base64", "utf8"));
    Cipher.Encoding encoding = payloadEncoding(settings);
    Aes.Mode mode = word(settings, "aes.mode", Aes.Mode.ECB, Aes.Mode.values());
    Aes.Padding padding = word(settings, "aes.padding", Aes.Padding.PKCS5, Aes.Padding.values());
    String iv = settings.text("aes.iv", "prefix");
    if (!method(settings).equals("aes")) {
      return new Cipher.Plain();
    }
    if (settings.required("aes.key").isEmpty()) {
      return new Cipher.Plain();
    }
    byte[] key = key(secret.reveal(), keyEncoding);
    if (!AES_KEY_BYTES.contains(key.length)) {
      // the length helps to find the mistake, and says nothing about the key
      settings.problem(
          "aes.key",
          new Text(
              "the key has " + key.length + " bytes as " + keyEncoding + "; AES takes 16, 24 or 32",
              "密钥按 " + keyEncoding + " 解码为 " + key.length + " 字节；AES 需要 16、24 或 32 字节"));
      return new Cipher.Plain();
    }
    return new Aes(key, mode, padding, vector(settings, iv, mode, key), encoding);
  }

  private static String method(Settings settings) {
    return settings.choice("cipher", "none", List.of("none", "aes", "rsa"));
  }

  private static Optional<RsaAccess> rsa(Settings settings) {
    if (method(settings).equals("rsa")) {
      return Optional.of(RsaAccess.of(settings, payloadEncoding(settings)));
    }
    // known, whatever the method is: an engineer tries one after the other
    List.of("platform.key", "padding", "handshake", "bits", "key.encoding", "rekey")
        .forEach(key -> settings.text("rsa." + key, ""));
    return Optional.empty();
  }

  private static Cipher.Encoding payloadEncoding(Settings settings) {
    return word(settings, "payload.encoding", Cipher.Encoding.BASE64, Cipher.Encoding.values());
  }

  /** One of an enumeration's constants, in the case that the house writes them in. */
  private static <E extends Enum<E>> E word(
      Settings settings, String key, E preset, E[] constants) {
    List<String> words = Arrays.stream(constants).map(Access::written).toList();
    return constants[words.indexOf(settings.choice(key, written(preset), words))];
  }

  private static String written(Enum<?> constant) {
    return constant instanceof Aes.Mode || constant == Aes.Padding.PKCS5
        ? constant.name()
        : constant.name().toLowerCase(Locale.ROOT);
  }

  /** The vector of every message; empty where each has its own as a prefix. */
  private static byte[] vector(Settings settings, String iv, Aes.Mode mode, byte[] key) {
    int length = Aes.ivLength(mode);
    byte[] vector =
        switch (iv) {
          case "prefix" -> new byte[0];
          case "zero" -> new byte[length];
          case "key" -> Arrays.copyOf(key, length);
          default -> key(iv, "hex");
        };
    boolean fixed = !iv.equals("prefix") && mode != Aes.Mode.ECB;
    if (fixed && vector.length != length) {
      settings.problem(
          "aes.iv",
          iv,
          new Text(
              "prefix, zero, key, or " + length + " bytes in hex",
              "prefix、zero、key 或 " + length + " 字节的十六进制"));
    }
    return vector;
  }

  /** The key's bytes; none if it is not so encoded. */
  private static byte[] key(String text, String encoding) {
    try {
      return switch (encoding) {
        case "hex" -> HexFormat.of().parseHex(text);
        case "base64" -> Base64.getDecoder().decode(text);
        default -> text.getBytes(StandardCharsets.UTF_8);
      };
    } catch (IllegalArgumentException notEncoded) {
      return new byte[0];
    }
  }

  /**
   * Whether what is sent could be read on its way (CCER-7.3-02): no cipher, no TLS, no VPN that we
   * know of, and a broker that is not on this machine.
   */
  boolean plain() {
    URI address = URI.create(broker);
    return cipher instanceof Cipher.Plain
        && rsa.isEmpty()
        && address.getScheme().equals("tcp")
        && !localEnd.bound()
        && !HERE.matcher(address.getHost()).matches();
  }

  /** The topics that the platform answers on. */
  List<String> listened() {
    List<String> listened =
        new ArrayList<>(List.of(topics.dataReply(), topics.heartReply(), topics.command()));
    if (rsa.isPresent()) {
      listened.addAll(topics.cryptoReplies());
    }
    return listened;
  }
}
