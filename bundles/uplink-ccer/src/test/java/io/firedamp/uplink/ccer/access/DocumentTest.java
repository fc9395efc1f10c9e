package io.firedamp.uplink.ccer.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-7.4-02: text and .docx of the access information")
class DocumentTest {
  @Test
  void textIsUnderstoodInUtf8Gbk16AndWithMark() throws IOException {
    for (byte[] bytes :
        List.of(
            "密码：x".getBytes(StandardCharsets.UTF_8),
            "密码：x".getBytes(Charset.forName("GBK")),
            "密码：x".getBytes(StandardCharsets.UTF_16))) {
      assertEquals("密码：x", Document.text(bytes));
    }
    assertEquals(
        "x",
        Handout.read(Document.text("\ufeff密码：x".getBytes(StandardCharsets.UTF_8)))
            .of(Item.PASSWORD)
            .get(0)
            .value());
  }

  @Test
  void aTableOfADocxHasItsCellsInRows() throws IOException {
    String key = Papers.rsaKey();
    byte[] docx =
        Papers.docx(
            Papers.paragraph("接入信息")
                + "<w:tbl>"
                + Papers.row("服务器地址", "tcp://192.0.2.20:1883")
                + Papers.row("客户端ID", "MINE0000000001")
                + Papers.row("用户名", "mine", "密码", "p&w")
                + Papers.row("主Topic", Papers.ROOT)
                + Papers.row("RSA公钥", Papers.pem(key))
                + "</w:tbl>");
    Draft draft =
        Draft.of(
            Handout.read(Document.text(docx)),
            Map.of("supplier.name", "a", "supplier.credit.code", "b"),
            Map.of());
    assertTrue(draft.isComplete(), () -> draft.questions().toString());
    assertEquals("p&w", draft.settings().get("password"));
    assertEquals(key, draft.settings().get("rsa.platform.key"));
    assertEquals("mine", draft.settings().get("username"));
  }

  @Test
  void aDocumentTypeAndItsEntitiesAreRefused() throws IOException {
    for (String type :
        List.of(
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
            "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">",
            "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>")) {
      byte[] docx = Papers.zip(Map.of("word/document.xml", type + "<x>&e;</x>"));
      assertThrows(Document.Unreadable.class, () -> Document.text(docx), type);
    }
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    byte[] docx = Papers.docx(Papers.paragraph("0".repeat(9 << 20)));
    assertTrue(docx.length < 1 << 20);
    assertEquals(
        "too large for an access information",
        assertThrows(Document.Unreadable.class, () -> Document.text(docx)).getMessage());
    byte[] wordy = Papers.docx(Papers.paragraph("0".repeat(1 << 20)));
    assertThrows(Document.Unreadable.class, () -> Document.text(wordy));
  }

  @Test
  void otherKindsOfFilesAreNamed() {
    for (byte[] bytes :
        List.of(
            new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0},
            "%PDF-1.7".getBytes(StandardCharsets.US_ASCII))) {
      assertTrue(
          assertThrows(Document.Unreadable.class, () -> Document.text(bytes))
              .why()
              .zh()
              .contains("另存为 .docx"));
    }
  }

  @Test
  void damagedDocxFilesAreRefusedAndNothingElseHappens() throws IOException {
    byte[] whole = Papers.docx(Papers.paragraph("密码：x"));
    Random random = new Random(5);
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int j = 0; j < 1 + random.nextInt(4); j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        Document.text(damaged);
      } catch (IOException refused) {
        // the only one that may come
      }
    }
  }
}
