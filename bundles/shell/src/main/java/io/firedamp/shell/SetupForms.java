package io.firedamp.shell;

import io.firedamp.setup.Step.Field;
import io.firedamp.text.Text;
import java.util.List;
import java.util.stream.Stream;

/** What the first steps ask for; the keys are those of the configuration files. */
final class SetupForms {
  /** What a first device may speak: its word in the file's name, and its usual port. */
  enum Driver {
    MODBUS("modbus", "502", "boiler1"),
    S7("s7", "102", "turbine"),
    OPCUA("opcua", "4840", "plant");

    /** How the files of all drivers begin. */
    static final String FILES = "io.firedamp.driver.";

    private final String word;
    private final String port;
    private final String example;

    Driver(String word, String port, String example) {
      this.word = word;
      this.port = port;
      this.example = example;
    }

    /**
     * @throws java.util.NoSuchElementException if there is none of that word
     */
    static Driver of(String word) {
      return Stream.of(values()).filter(d -> d.word.equals(word)).findFirst().orElseThrow();
    }

    /** The configuration file of the device of that name. */
    String file(String name) {
      return FILES + word + "-" + name + ".cfg";
    }

    /** The file's example. */
    String example() {
      return file(example);
    }

    String port() {
      return port;
    }
  }

  private static final List<String> MONITORINGS = List.of("direct", "indirect");

  private SetupForms() {}

  /** Of {@code io.firedamp.site.cfg}. */
  static List<Field> project(SetupFile site) {
    return List.of(
        text(site, "project.name", "Project name", "项目名称"),
        text(site, "project.registration", "Registration number", "项目登记号"),
        choice(
            site,
            "project.type",
            "Type: heat and power, power only, heat only",
            "项目类型：热电联产、仅发电、仅供热",
            "chp",
            List.of("chp", "power", "heat")),
        choice(
            site,
            "heat.monitoring",
            "How exported heat is monitored",
            "项目外供热量监测形式",
            "direct",
            MONITORINGS),
        choice(
            site,
            "flow.monitoring",
            "How the normal flow into the oxidiser is monitored",
            "混合气体常温常压流量监测形式",
            "direct",
            MONITORINGS));
  }

  /** Of {@code io.firedamp.uplink.ccer-NAME.cfg}. */
  static List<Field> access(SetupFile uplink) {
    return List.of(
        text(uplink, "supplier.name", "Supplier of the system", "数据接入厂商名称"),
        text(uplink, "supplier.credit.code", "Supplier's credit code", "数据接入厂商统一社会信用代码"),
        text(
            uplink,
            "broker",
            "Address, as tcp://HOST:PORT or ssl://HOST:PORT",
            "地址，如 tcp://主机:端口 或 ssl://主机:端口"),
        text(uplink, "client.id", "Client id", "Clientid"),
        new Field(
            "username", new Text("User", "用户名"), uplink.value("username"), List.of(), false, false),
        secret("password", "Password", "密码"),
        text(uplink, "topic", "Main topic", "主 Topic"),
        choice(uplink, "cipher", "Encryption", "加密方式", "aes", List.of("none", "aes", "rsa")),
        secret("aes.key", "Key, with aes", "AES 密钥"),
        secret("rsa.platform.key", "The platform's public key, with rsa", "平台 RSA 公钥"));
  }

  /** Of a driver; host and port become what its file calls them. */
  static List<Field> source() {
    return List.of(
        new Field(
            "driver",
            new Text("Protocol of the device", "设备协议"),
            Driver.MODBUS.word,
            Stream.of(Driver.values()).map(driver -> driver.word).toList(),
            true,
            false),
        new Field(
            "name",
            new Text("Name, as the point table will say", "数据源名称，与点位表一致"),
            "plc1",
            List.of(),
            true,
            false),
        new Field("host", new Text("Address", "设备地址"), "", List.of(), true, false),
        new Field(
            "port",
            new Text("Port, if not the usual one", "端口，留空为默认端口"),
            "",
            List.of(),
            false,
            false));
  }

  private static Field text(SetupFile file, String key, String en, String zh) {
    return new Field(key, new Text(en, zh), file.value(key), List.of(), true, false);
  }

  private static Field choice(
      SetupFile file, String key, String en, String zh, String usual, List<String> choices) {
    String present = file.value(key);
    return new Field(
        key, new Text(en, zh), present.isEmpty() ? usual : present, choices, true, false);
  }

  private static Field secret(String key, String en, String zh) {
    return new Field(key, new Text(en, zh), "", List.of(), false, true);
  }
}
