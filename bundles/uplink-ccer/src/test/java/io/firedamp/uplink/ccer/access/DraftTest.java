package io.firedamp.uplink.ccer.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("CCER-7.4-02, CCER-7.4-05: what is understood of an access information")
class DraftTest {
  private static final Map<String, String> SUPPLIER =
      Map.of("supplier.name", "佳华智联", "supplier.credit.code", "91110000EXAMPLE00F");

  private static Draft draft(String text, String... answers) {
    Map<String, String> all = new java.util.HashMap<>();
    for (int i = 0; i < answers.length; i += 2) {
      all.put(answers[i], answers[i + 1]);
    }
    return Draft.of(Handout.read(text), all, SUPPLIER);
  }

  private static void assertUnderstood(Draft draft) {
    assertTrue(draft.isComplete(), () -> draft.questions() + " " + draft.faults());
    assertEquals(
        Map.of(
            "supplier.name", "佳华智联",
            "supplier.credit.code", "91110000EXAMPLE00F",
            "broker", "tcp://192.0.2.20:1883",
            "client.id", "MINE0000000001",
            "username", "mine",
            "password", Papers.PASSWORD,
            "topic", Papers.ROOT,
            "cipher", "aes",
            "aes.key", Papers.AES_KEY,
            "aes.key.encoding", "hex"),
        draft.settings());
  }

  private static List<String> asked(Draft draft) {
    return draft.questions().stream().map(Question::key).toList();
  }

  private static String doubts(Draft draft) {
    return draft.doubts().stream().map(Text::en).collect(Collectors.joining("\n"));
  }

  @Test
  void chineseLabelsWithFullWidthColonsAreUnderstood() {
    assertUnderstood(draft(Papers.CHINESE)); // with AMB-73: a comment behind the port
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Borker [tcp://192.0.2.20:1883]\nClientid [MINE0000000001]\nUsername: [mine]\nPassword: [P]\nTopic: [R]\n"
            + "Encryption: [AES/ECB]\nKey: [K]",
        "Broker = mqtt://192.0.2.20:1883\nclient_id = MINE0000000001\nuser=mine\npasswd=P\nmain topic=R\ncipher=aes\n"
            + "aes key=K",
        "服务器地址 192.0.2.20\n端口 1883\nClient ID MINE0000000001\n账号 mine\n口令 P\n主题 R\n加密算法 AES\nAES密钥 K",
        "(1) 服务器IP：192.0.2.20  端口号：1883\n(2) 客户端标识：MINE0000000001 用户名：mine 密码：P\n(3) 主Topic：R"
            + " 加密方式：AES 密钥：K",
        "地址\n\ttcp://192.0.2.20:1883\n\nClientid\n\tMINE0000000001\n用户名\nmine\n密码\nP\nTopic\nR\n加密方式\nAES\n密钥\nK",
        "Broker\tClientid\t用户名\t密码\t主Topic\t加密方式\t密钥\n192.0.2.20:1883\tMINE0000000001\tmine\tP\tR\tAES\tK\n",
        "| 项目 | 值 |\n|---|---|\n| MQTT服务器地址 | tcp://192.0.2.20:1883 |\n| 客户端ID(Clientid) | MINE0000000001 |\n"
            + "| 用户名 | mine |\n| 密码 | P |\n| 主主题 | R |\n| 数据加密方式 | AES |\n| 加密密钥 | K |",
        "{\"broker\": \"tcp://192.0.2.20:1883\",\n\"clientId\": \"MINE0000000001\",\n\"username\": \"mine\",\n"
            + "\"password\": \"P\",\n\"topic\": \"R\",\n\"encryption\": \"AES\",\n\"key\": \"K\"}",
        "服务器地址：ｔｃｐ：／／192.0.2.20：1883\r\nClientid：\u200bMINE0000000001\r\n用户名：【mine】\r\n密码：“P”\r\n"
            + "数据上报：R/server/data/upload\r\n心跳上报：R/server/heart\r\nAES秘钥：K",
      })
  void manyShapesOfTheSameDocumentAreUnderstoodAlike(String shape) {
    assertUnderstood(
        draft(
            shape
                .replaceAll("P(?=$|[\\]\"”\\n\\r\\t ]|\\b)(?<![A-Za-z]P)(?!a|O)", Papers.PASSWORD)
                .replaceAll("(?<![A-Za-z])R(?![A-Za-z])", Papers.ROOT)
                .replaceAll("(?<![A-Za-z])K(?![A-Za-z])", Papers.AES_KEY)));
  }

  @Test
  void aPemKeyOverSeveralLinesIsTheRsaKey() {
    String key = Papers.rsaKey();
    String text =
        Papers.CHINESE.replaceAll("加密方式[\\s\\S]*", "平台公钥：\n" + Papers.pem(key) + "\n备注: 无");
    Draft draft = draft(text);
    assertTrue(draft.isComplete(), () -> draft.questions().toString());
    assertEquals("rsa", draft.settings().get("cipher"));
    assertEquals(key, draft.settings().get("rsa.platform.key"));
  }

  @Test
  void base64OverSeveralLinesWithoutItsFrameIsTheRsaKey() {
    String key = Papers.rsaKey();
    String text =
        Papers.CHINESE.replaceAll(
            "加密方式[\\s\\S]*", "加密方式：RSA\n公钥：" + key.replaceAll("(.{64})", "$1\n") + "\n备注 无\n");
    assertEquals(key, draft(text).settings().get("rsa.platform.key"));
  }

  @Test
  void aPrivateKeyIsLeftOutAndSaidSo() {
    Draft draft =
        draft(
            Papers.CHINESE
                + "-----BEGIN PRIVATE KEY-----\n"
                + Papers.rsaKey()
                + "\n-----END PRIVATE KEY-----\n");
    assertUnderstood(draft);
    assertTrue(doubts(draft).contains("private key"));
  }

  @Test
  @DisplayName("AMB-01: the reply topic of figure 3 overrides, the usual ones do not")
  void onlyTopicsThatDifferAreWritten() {
    Draft draft =
        draft(
            Papers.CHINESE
                + "RSA密钥协商上报：R/server/crypto/upload\nRSA密钥协商回复：R/client/crypto/reply\n"
                    .replace("R/", Papers.ROOT + "/")
                + "上传数据Topic：R/server/data/upload\n".replace("R/", Papers.ROOT + "/")
                + "上传数据Topic：R/client/data/upload/reply\n".replace("R/", Papers.ROOT + "/")
                + "心跳上报：/elsewhere/pulse\n");
    assertEquals(Papers.ROOT + "/client/crypto/reply", draft.settings().get("topic.crypto.reply"));
    assertEquals("/elsewhere/pulse", draft.settings().get("topic.heart"));
    assertEquals(
        List.of("topic", "topic.heart", "topic.crypto.reply"),
        draft.settings().keySet().stream().filter(key -> key.startsWith("topic")).toList());
    assertTrue(doubts(draft).contains("topic.heart /elsewhere/pulse does not begin with"));
  }

  @Test
  @DisplayName("AMB-02: main topics that differ by a character are asked, never chosen")
  void differingMainTopicsAreAsked() {
    Draft draft =
        draft(
            Papers.CHINESE.replaceAll("主Topic.*\n", "")
                + "a: /AB0/server/data/upload\nb: /ABO/client/data/upload/reply\n");
    assertEquals(List.of("topic"), asked(draft));
    assertEquals(2, draft.questions().get(0).candidates().size());
    assertTrue(draft(Papers.CHINESE.replace(Papers.ROOT, "/a+b")).faults().size() == 1);
  }

  @Test
  @DisplayName("AMB-03: a client id that is not 14 letters and digits is doubted, not refused")
  void anotherClientIdIsDoubted() {
    Draft draft = draft(Papers.CHINESE.replace("MINE0000000001", "mine-1"));
    assertTrue(draft.isComplete());
    assertTrue(doubts(draft).contains("client.id has 6 characters"));
    assertFalse(doubts(draft(Papers.CHINESE)).contains("client.id"));
  }

  @Test
  @DisplayName("AMB-08: which of two strings of 32 digits is the password is asked")
  void valuesWithoutAReadableLabelAreAsked() {
    String text =
        "Borker [tcp://192.0.2.20:1883]\nClientid: MINE0000000001\nFAF&: ["
            + Papers.ROOT.substring(1)
            + "]\n2%3: ["
            + Papers.PASSWORD
            + "]\nTopic: "
            + Papers.ROOT
            + "\n加密方式: 无\n";
    Draft draft = draft(text);
    assertEquals(List.of("username", "password"), asked(draft));
    assertEquals(2, draft.questions().get(1).candidates().size());
    assertFalse(
        AccessPage.lines(draft, Locale.ENGLISH).toString().contains(Papers.PASSWORD),
        "never shown");
    assertTrue(draft(text, "username", "mine", "password", Papers.PASSWORD).isComplete());
  }

  @Test
  @DisplayName("AMB-08: a key without a password may be the password")
  void aLonelyKeyIsOfferedAsThePassword() {
    Draft draft = draft(Papers.CHINESE.replaceAll("密码.*\n", ""));
    assertEquals(List.of("password"), asked(draft));
    assertEquals(Papers.AES_KEY, draft.questions().get(0).candidates().get(0).value());
  }

  @Test
  void twoPasswordsAreAskedNotChosen() {
    Draft draft = draft(Papers.CHINESE + "密码：another\n");
    assertEquals(List.of("password"), asked(draft));
  }

  @Test
  void theKeysEncodingIsFoundOrAsked() {
    assertEquals(
        "utf8",
        draft(Papers.CHINESE.replace(Papers.AES_KEY, "sixteen-letters!"))
            .settings()
            .get("aes.key.encoding"));
    assertEquals(
        "base64",
        draft(
                Papers.CHINESE.replace(
                    Papers.AES_KEY, "AAECAwQFBgcICQoLDA0OD/==".replace("/==", "w==")))
            .settings()
            .get("aes.key.encoding"));
    assertEquals(
        List.of("aes.key.encoding"),
        asked(draft(Papers.CHINESE.replace(Papers.AES_KEY, "Z".repeat(32)))));
    Draft wrong = draft(Papers.CHINESE.replace(Papers.AES_KEY, "0123456789"));
    assertTrue(wrong.faults().get(0).en().startsWith("aes.key has 10 characters"));
  }

  @Test
  void theSupplierIsAskedForBecauseNoAccessInformationHasIt() {
    Draft draft = Draft.of(Handout.read(Papers.CHINESE), Map.of(), Map.of());
    assertEquals(List.of("supplier.name", "supplier.credit.code"), asked(draft));
  }

  @Test
  @DisplayName(
      "The document's own placeholders and descriptions (L161, L171) are not taken for values")
  void descriptionsAreNoValues() {
    Draft draft =
        draft(
            "地址\n\ttcp://xx1.xx2.xx3.xx4:port1//固定的域名或IP\nClientid\n\t接入Mqtt服务器时使用的clientid，14位字母数字的组合\n");
    assertTrue(asked(draft).containsAll(List.of("broker", "client.id")), asked(draft).toString());
  }

  @Test
  void aDocumentCannotReferToFilesOfThisMachine() {
    for (String reference : List.of("file:/etc/passwd", "env:HOME", "{enc}abc")) {
      Draft draft = draft(Papers.CHINESE.replace(Papers.PASSWORD, reference));
      assertTrue(asked(draft).contains("password"), reference);
      assertFalse(draft.settings().containsValue(reference));
    }
  }

  @Test
  void junkIsAnsweredInTimeWithoutAnException() {
    String[] pieces = {
      "密码",
      "密钥",
      "主Topic",
      "：",
      ":",
      "=",
      " ",
      "  ",
      "\t",
      "\n",
      "\r\n",
      "[",
      "]",
      "【",
      "\"",
      ",",
      "|",
      "tcp://",
      "a.b:1",
      "//",
      "/server/heart",
      "/client/cmd",
      "-----BEGIN PUBLIC KEY-----",
      "-----END PUBLIC KEY-----",
      "MIGf",
      "AES",
      "RSA",
      "无",
      "\ue000",
      "\ue001",
      "\ufeff",
      "\u200b",
      "\ud800",
      "\udc00",
      "\0",
      "端口",
      "99999999999",
      "用户名",
      "Broker",
      "心跳上报",
      "+",
      "#",
      "${x}",
      "$[env:x]",
      "\\",
      Papers.AES_KEY,
      "ﷺ"
    };
    Random random = new Random(3);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 20_000; i++) {
            StringBuilder junk = new StringBuilder();
            int length = random.nextInt(60);
            for (int j = 0; j < length; j++) {
              junk.append(
                  random.nextInt(8) == 0
                      ? String.valueOf((char) random.nextInt(0x10000))
                      : pieces[random.nextInt(pieces.length)]);
            }
            Draft draft = draft(junk.toString());
            AccessPage.lines(draft, Locale.CHINESE);
            AccessPage.json(draft, List.of(), "x", false);
            draft.settings().values().forEach(value -> assertFalse(value.contains("\n")));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "= ",
        "密码:",
        "a: ",
        "-----BEGIN A B-----",
        "[",
        " ",
        "\t",
        "\n",
        "MI",
        "x ",
        "/",
        "-----",
        "(",
        "ﷺ"
      })
  void aLongTextTakesNoLongTime(String piece) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> draft(piece.repeat(200_000 / piece.length()) + "\n密码: x"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> draft((piece.repeat(3_900 / piece.length()) + "\n").repeat(50)));
  }
}
