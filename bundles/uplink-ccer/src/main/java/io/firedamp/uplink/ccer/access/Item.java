package io.firedamp.uplink.ccer.access;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an access information holds, and by which labels it is known. The topics have the sub-topic
 * of section 7.4 too, by which they are known whatever their label says: the document itself labels
 * all of them 上传数据Topic (AMB-73).
 */
enum Item {
  BROKER(
      "broker",
      "broker borker brokerurl brokeraddress broker地址 服务器 服务器地址 服务地址 服务端地址 地址 服务器ip 服务器ip地址"
          + " ip ip地址 host hostname 主机 主机地址 server serveraddress serverurl serveruri url uri address 域名"
          + " 服务器域名 endpoint 服务器地址及端口 地址及端口 地址端口 代理地址 代理服务器 消息服务器 消息服务器地址 服务器url"),
  PORT("broker", "端口 端口号 port 服务器端口 服务器端口号 服务端口 服务端口号 brokerport serverport tcp端口"),
  CLIENT("client.id", "clientid client 客户端id 客户端标识 客户端标识符 客户端编号 客户端 clientidentifier 客户id"),
  USER("username", "用户名 用户名称 username user userid 账号 帐号 账户 帐户 用户 用户账号 登录名 登录账号 account login"),
  PASSWORD("password", "密码 用户密码 登录密码 password passwd passphrase pwd pass 口令 用户口令"),
  TOPIC(
      "topic",
      "topic 主topic 主题 主主题 根主题 根topic maintopic roottopic basetopic topicroot topicprefix topic前缀"
          + " 主题前缀 主题名称 项目topic 项目主题 项目编码"),
  CIPHER(
      "cipher",
      "加密方式 加密方法 加密算法 加密类型 加密模式 加密 数据加密方式 数据加密算法 数据加密 cipher encryption encryptionmethod"
          + " encryptiontype encryptionmode encryptionalgorithm algorithm method"),
  KEY(
      "key",
      "密钥 秘钥 密匙 公钥 key publickey secretkey aeskey rsakey rsapublickey encryptionkey cipherkey aes密钥 aes秘钥"
          + " rsa密钥 rsa秘钥 rsa公钥 加密密钥 加密秘钥 加密公钥 数据密钥 数据加密密钥 数据加密公钥 通信密钥"),
  PRIVATE_KEY("", "私钥 rsa私钥 privatekey rsaprivatekey"),
  DATA_REPLY("topic.data.reply", "", "/client/data/upload/reply"),
  DATA("topic.data", "", "/server/data/upload"),
  HEART_REPLY("topic.heart.reply", "", "/client/heart/reply"),
  HEART("topic.heart", "", "/server/heart"),
  COMMAND_REPLY("topic.cmd.reply", "", "/server/cmd/reply"),
  COMMAND("topic.cmd", "", "/client/cmd"),
  /** The second form is that of figure 3 (AMB-01). */
  CRYPTO_REPLY("topic.crypto.reply", "", "/client/crypto/upload/reply", "/client/crypto/reply"),
  CRYPTO("topic.crypto", "", "/server/crypto/upload");

  private static final int LONGEST_LABEL = 40;
  private static final Pattern IN_BRACKETS = Pattern.compile("\\([^()]*\\)|（[^（）]*）");
  private static final Pattern NUMBERING =
      Pattern.compile("^\\s*(?:\\(?\\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}、|[-*•●·])\\s*");
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]");
  private static final Pattern PREAMBLE = Pattern.compile("^(?:mqtt|平台|连接|接入)+(?=.)");
  private static final Pattern REPLY = Pattern.compile("回复|应答|响应|reply|response");
  private static final Pattern OF_TOPICS =
      Pattern.compile("上报|上传|下发|回复|应答|响应|请求|协商|topic|主题|reply|response|upload|publish|发布|订阅");

  private final String key;
  private final Set<String> labels;
  private final List<String> endings;

  Item(String key, String labels, String... endings) {
    this.key = key;
    this.labels = Set.of(labels.split(" "));
    this.endings = List.of(endings);
  }

  /** The configuration's key, or {@code key} for that of either method. */
  String key() {
    return key;
  }

  /** The sub-topics, the usual one first; none where this is no topic of its own. */
  List<String> endings() {
    return endings;
  }

  boolean isSubTopic() {
    return !endings.isEmpty();
  }

  /** Whether no part of the value may be shown. */
  boolean isSecret() {
    return this == PASSWORD || this == KEY || this == PRIVATE_KEY;
  }

  /** What that label announces. */
  static Optional<Item> labelled(String label) {
    if (label.length() > LONGEST_LABEL) {
      return Optional.empty();
    }
    String bare = NUMBERING.matcher(label).replaceFirst("");
    Optional<Item> whole = named(words(IN_BRACKETS.matcher(bare).replaceAll("")));
    Optional<Item> item = whole.isPresent() ? whole : named(words(bare));
    // a topic is no label of one
    return item.filter(known -> !known.isSubTopic() || label.indexOf('/') < 0);
  }

  private static String words(String label) {
    String lower = Normalizer.normalize(label, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return PREAMBLE.matcher(NO_WORD.matcher(lower).replaceAll("")).replaceFirst("");
  }

  private static Optional<Item> named(String words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    Optional<Item> exact =
        Arrays.stream(values()).filter(item -> item.labels.contains(words)).findFirst();
    return exact.isPresent() ? exact : subTopic(words);
  }

  private static Optional<Item> subTopic(String words) {
    if (!OF_TOPICS.matcher(words).find()) {
      return Optional.empty();
    }
    boolean reply = REPLY.matcher(words).find();
    if (words.contains("协商") || words.contains("密钥") || words.contains("crypto")) {
      return Optional.of(reply ? CRYPTO_REPLY : CRYPTO);
    }
    if (words.contains("心跳") || words.contains("heart")) {
      return Optional.of(reply ? HEART_REPLY : HEART);
    }
    if (words.contains("指令")
        || words.contains("命令")
        || words.contains("cmd")
        || words.contains("command")) {
      return Optional.of(reply ? COMMAND_REPLY : COMMAND);
    }
    if (words.contains("数据") || words.contains("data")) {
      return Optional.of(reply ? DATA_REPLY : DATA);
    }
    return Optional.empty();
  }

  /** Which topic it is by its end. */
  static Optional<Item> ofTopic(String topic) {
    return Arrays.stream(values())
        .filter(item -> item.endings.stream().anyMatch(topic::endsWith))
        .findFirst();
  }

  /** The main topic in front of a known sub-topic; the whole if there is none. */
  static String rootOf(String topic) {
    return ofTopic(topic).stream()
        .flatMap(item -> item.endings.stream())
        .filter(topic::endsWith)
        .findFirst()
        .map(ending -> topic.substring(0, topic.length() - ending.length()))
        .orElse(topic);
  }
}
