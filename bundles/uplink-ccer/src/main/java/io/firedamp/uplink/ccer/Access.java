package io.firedamp.uplink.ccer;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
 * @param broker {@code tcp://host:port}
 * @param fresh a packet is published only while utime − ctime is below it
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
    String clientId,
    String username,
    Secret password,
    int qos,
    boolean cleanSession,
    Duration keepAlive,
    Topics topics,
    Cipher cipher,
    boolean replyAsked,
    Duration replyTimeout,
    int attempts,
    Duration retry,
    boolean newIdOnResend,
    Duration fresh,
    int window,
    boolean sampleTime,
    boolean keepZeros,
    boolean sendOutOfRange,
    boolean lenient) {

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
            settings.required("client.id"),
            settings.text("username", ""),
            settings.secret("password"),
            settings.integer("qos", 1, 0, 2),
            settings.flag("clean.session", false),
            settings.seconds("keep.alive.s", 60, 5, 3600),
            topics(settings),
            cipher(settings),
            settings.choice("rsp", "1", List.of("0", "1")).equals("1"),
            settings.seconds("reply.timeout.s", 10, 1, 60),
            settings.integer("attempts", 3, 1, 20),
            settings.seconds("retry.s", 1, 1, 60),
            settings.choice("resend.id", "new", List.of("new", "keep")).equals("new"),
            settings.seconds("fresh.s", 60, 1, 3600),
            settings.integer("window", 120, 1, 1000),
            settings.choice("ts", "sample", List.of("sample", "message")).equals("sample"),
            settings.choice("zeros", "keep", List.of("keep", "strip")).equals("keep"),
            settings.choice("out.of.range", "send", List.of("send", "omit")).equals("send"),
            settings.flag("lenient", true));
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
          || "tcp".equals(uri.getScheme())
              && uri.getHost() != null
              && uri.getPort() > 0
              && uri.getPort() <= 65_535) {
        return address;
      }
    } catch (URISyntaxException wrong) {
      // said below, with what is allowed
    }
    settings.problem("broker", found, new Text("tcp://HOST:PORT", "tcp://主机:端口"));
    return "";
  }

  private static Topics topics(Settings settings) {
    String root = settings.required("topic");
    root = root.isEmpty() || root.startsWith("/") ? root : "/" + root;
    Topics topics =
        new Topics(
            settings.text("topic.data", root + Topics.DATA),
            settings.text("topic.data.reply", root + Topics.DATA_REPLY),
            settings.text("topic.heart", root + Topics.HEART),
            settings.text("topic.heart.reply", root + Topics.HEART_REPLY));
    topic(settings, "topic", root);
    topic(settings, "topic.data", topics.data());
    topic(settings, "topic.data.reply", topics.dataReply());
    topic(settings, "topic.heart", topics.heart());
    topic(settings, "topic.heart.reply", topics.heartReply());
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
    String encoding =
        settings.choice("payload.encoding", "base64", List.of("base64", "hex", "raw"));
    if (settings.choice("cipher", "none", List.of("none", "aes")).equals("none")) {
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
    return new Cipher.Aes(key, Cipher.Encoding.valueOf(encoding.toUpperCase(Locale.ROOT)));
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
}
