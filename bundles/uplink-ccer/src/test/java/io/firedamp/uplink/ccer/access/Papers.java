package io.firedamp.uplink.ccer.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Access information made by hand; every value is invented. */
final class Papers {
  static final String ROOT = "/00112233445566778899AABBCCDDEEFF";
  static final String AES_KEY = "000102030405060708090a0b0c0d0e0f";
  static final String PASSWORD = "ffeeddccbbaa99887766554433221100";

  static final String CHINESE =
      """
      一、MQTT连接信息
      服务器地址：tcp://192.0.2.20:1883//固定的域名或IP，全国碳管理平台
      客户端ID：MINE0000000001
      用户名：mine
      密码：%s
      主Topic：%s
      加密方式：AES
      密钥：%s
      """
          .formatted(PASSWORD, ROOT, AES_KEY);

  private Papers() {}

  /** A 1024-bit public key: Base64 of X.509. */
  static String rsaKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String pem(String key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + key.replaceAll("(.{64})", "$1\n")
        + "\n-----END PUBLIC KEY-----";
  }

  static byte[] docx(String body) throws IOException {
    return zip(
        Map.of(
            "word/document.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document"
                + " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                + body
                + "</w:body></w:document>"));
  }

  static byte[] zip(Map<String, String> parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  static String paragraph(String text) {
    // Word cuts a text into runs wherever it likes
    int half = text.length() / 2;
    return "<w:p><w:r><w:t>"
        + escaped(text.substring(0, half))
        + "</w:t></w:r><w:r><w:t xml:space=\"preserve\">"
        + escaped(text.substring(half))
        + "</w:t></w:r></w:p>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  static String row(String... cells) {
    StringBuilder row = new StringBuilder("<w:tr>");
    for (String cell : cells) {
      row.append("<w:tc>");
      cell.lines().forEach(line -> row.append(paragraph(line)));
      row.append("</w:tc>");
    }
    return row.append("</w:tr>").toString();
  }
}
