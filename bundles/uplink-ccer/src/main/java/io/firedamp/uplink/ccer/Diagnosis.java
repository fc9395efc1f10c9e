package io.firedamp.uplink.ccer;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What can be the matter with an uplink, in words: cause and remedy in both languages, with the
 * file to look at. Which of them is the case is for {@code Uplink} to decide. Immutable; any
 * thread.
 */
final class Diagnosis {
  private final Access access;
  private final String subject;
  private final Instant started;
  private final String file;

  Diagnosis(Access access, String subject, Instant started) {
    this.access = access;
    this.subject = subject;
    this.started = started;
    this.file = access.file();
  }

  Health store(String trouble) {
    return state(
        Level.CRITICAL,
        "uplink.store",
        new Text("the store does not answer: " + trouble, "数据库无应答: " + trouble),
        new Text("see the state of the store", "查看数据库状态"));
  }

  Health fault(String fault) {
    return state(
        Level.CRITICAL,
        "uplink.fault",
        new Text("the uplink has a defect and began anew: " + fault, "上传组件出现内部错误，已重新开始: " + fault),
        new Text("Report it with the log.", "请附日志反馈。"));
  }

  Health ownKey(String trouble, Path keyFile) {
    return state(
        Level.CRITICAL,
        "uplink.key",
        new Text(
            "the gateway's own RSA key cannot be used: " + trouble, "网关自身 RSA 密钥不可用: " + trouble),
        new Text(
            "restore " + keyFile + " from a backup, or remove it: a new one is made",
            "从备份恢复 " + keyFile + "，或删除后自动生成新密钥"));
  }

  Health duplicateClient() {
    return state(
        Level.CRITICAL,
        "uplink.duplicate-client",
        new Text(
            "another client with the client id "
                + access.clientId()
                + " seems to be connected: each pushes the other out",
            "疑有另一客户端使用相同的客户端标识 " + access.clientId() + "：互相挤下线"),
        new Text(
            "end the other one, or give one of them another client.id, which the platform must know; this one in "
                + file,
            "停用另一客户端，或为其中之一更换平台认可的 client.id；本端文件 " + file));
  }

  Health denied(List<String> denied) {
    String topics = String.join(", ", denied);
    return state(
        Level.CRITICAL,
        "uplink.denied",
        new Text(
            "the broker does not let us listen to " + topics + ": replies cannot come",
            "服务器不允许订阅 " + topics + "：无法收到应答"),
        new Text(
            "compare topic in "
                + file
                + " with the access information; ask the platform for the right to read it",
            "核对 " + file + " 中的 topic 与接入信息；向平台申请订阅权限"));
  }

  Health keyExchange(String refusal) {
    String why = refusal.isEmpty() ? "" : ": " + refusal;
    return state(
        Level.CRITICAL,
        "uplink.key-exchange",
        new Text(
            "the platform has not confirmed our key; no data are sent" + why,
            "平台未确认密钥，暂不上传数据" + why),
        new Text(
            "check rsa.platform.key in " + file + "; firedamp:probe finds padding and handshake",
            "检查 " + file + " 中的 rsa.platform.key；firedamp:probe 可试出填充和握手方式"));
  }

  Health unreadable() {
    return state(
        Level.CRITICAL,
        "uplink.unreadable",
        new Text(
            "the platform's replies cannot be decrypted: nothing counts as delivered",
            "无法解密平台应答：数据均视为未送达"),
        new Text(
            "check cipher and aes.key in " + file + "; firedamp:probe finds mode and encodings",
            "检查 " + file + " 中的 cipher、aes.key；firedamp:probe 可试出模式和编码"));
  }

  Health silent(long silences) {
    return state(
        Level.CRITICAL,
        "uplink.silent",
        new Text(
            "connected, but the last " + silences + " replies of the platform did not come",
            "已连接，但平台连续 " + silences + " 次未应答"),
        new Text(
            "check topic and the encryption key in "
                + file
                + "; ask the platform whether it receives data, and lets this client read the replies",
            "检查 " + file + " 中的 topic 和加密密钥；询问平台是否收到数据、是否允许订阅应答"));
  }

  Health expiring() {
    return state(
        Level.MAJOR,
        "uplink.expiring",
        new Text(
            "connected, but packets are held back: "
                + access.fresh().toSeconds()
                + " s and more after their tick, or stamped ahead of the clock, they would be void",
            "已连接，但数据包未上传：距采集已达 " + access.fresh().toSeconds() + " 秒及以上（或时间戳超前），上传也无效"),
        new Text(
            "look whether this machine's clock was set, whether its disk is slow (store), and whether window in "
                + file
                + " is too small for the platform's replies; what is held can be asked for by the platform",
            "检查本机时钟是否被调整、磁盘（数据库）是否过慢、" + file + " 中的 window 是否过小；平台可用补传指令取回这些数据"));
  }

  Health slow() {
    return state(
        Level.NOTICE,
        "uplink.slow",
        new Text(
            "packets leave "
                + Punctuality.SLOW.toSeconds()
                + " s and more after their tick; the platform voids them at 60 s",
            "数据包在采集后 " + Punctuality.SLOW.toSeconds() + " 秒及以上才上传；满 60 秒即无效"),
        new Text(
            "look at sending.p99 of firedamp:status, the load and the disk of this machine, and window in "
                + file,
            "查看 firedamp:status 的 sending.p99、本机负载与磁盘，以及 " + file + " 中的 window"));
  }

  Health refused(String reason) {
    return state(
        Level.MAJOR,
        "uplink.refused",
        new Text("the platform refuses packets: " + reason, "平台拒收数据包: " + reason),
        new Text(
            "compare the point table with the base information table of the platform",
            "核对点位表与平台基础信息表"));
  }

  Health heart(String refusal) {
    return state(
        Level.MAJOR,
        "uplink.heart",
        new Text("the platform does not accept heartbeats " + refusal, "平台未接受心跳 " + refusal),
        new Text("check project.registration and supplier.credit.code", "检查项目登记号和统一社会信用代码"));
  }

  Health projectEnded() {
    return state(
        Level.MAJOR,
        "uplink.project-ended",
        new Text(
            "the platform regards the project as ended; data are still sent", "平台显示项目已终止；数据仍在上传"),
        new Text("ask the platform if that is not meant", "如非预期，请与平台核实"));
  }

  Health unknownProject() {
    return state(
        Level.MAJOR,
        "uplink.project",
        new Text(
            "project \"" + access.project() + "\" is not configured",
            "未配置项目 \"" + access.project() + "\""),
        new Text("correct project in " + file, "修改 " + file + " 中的 project"));
  }

  Health plain() {
    return state(
        Level.NOTICE,
        "uplink.plain",
        new Text(
            "data go to "
                + access.broker()
                + " as plain text: no encryption, no TLS, no bind.interface. The specification asks for VPN and encryption",
            "数据以明文发送至 " + access.broker() + "：未加密、无 TLS、未设 bind.interface。规范要求同时采用 VPN 与加密"),
        new Text(
            "set cipher (aes or rsa) as in the access information, and bind.interface to the VPN, in "
                + file,
            "在 " + file + " 中按接入信息设置 cipher（aes 或 rsa），并将 bind.interface 设为 VPN 接口"));
  }

  Health clientIdForm() {
    return state(
        Level.NOTICE,
        "uplink.client-id-form",
        new Text(
            "client.id " + access.clientId() + " is not 14 letters and digits",
            "client.id " + access.clientId() + " 不是 14 位字母数字"),
        new Text("compare it with the access information, in " + file, "与接入信息核对，文件 " + file));
  }

  Health creditCode() {
    return state(
        Level.NOTICE,
        "uplink.credit-code",
        new Text(
            "the check digit of supplier.credit.code " + access.supplierCredit() + " is wrong",
            "统一社会信用代码 " + access.supplierCredit() + " 校验位不正确"),
        new Text("compare it with the licence, in " + file, "与营业执照核对，文件 " + file));
  }

  Health connecting(Level level) {
    Text trying = new Text("connecting to " + access.broker(), "正在连接 " + access.broker());
    return state(level, "uplink.connecting", trying, link());
  }

  Health clientId(Text cause) {
    return state(
        Level.CRITICAL,
        "uplink.client-id",
        cause,
        new Text(
            "compare client.id in " + file + " with the access information",
            "核对 " + file + " 中的 client.id 与接入信息"));
  }

  Health localEnd(Text cause) {
    return state(
        Level.CRITICAL,
        "uplink.interface",
        cause,
        new Text(
            "frames are stored meanwhile. Start the VPN, or correct bind.interface in " + file,
            "数据仍在本地存储。启动 VPN，或修改 " + file + " 中的 bind.interface"));
  }

  Health login(Text cause) {
    return state(
        Level.CRITICAL,
        "uplink.login",
        cause,
        new Text(
            "check client.id, username and password in " + file,
            "检查 " + file + " 中的 client.id、username、password"));
  }

  Health certificate(Text cause) {
    return state(
        Level.CRITICAL,
        "uplink.certificate",
        cause,
        new Text(
            "if the platform has a new authority, put its certificate into tls.ca of "
                + file
                + "; if the certificate has expired, ask the platform for a new one; look at this machine's clock",
            "如平台更换了 CA，更新 " + file + " 中 tls.ca 指向的证书；如证书已过期，请平台更换；并检查本机时钟"));
  }

  Health disconnected(Text cause) {
    return state(Level.CRITICAL, "uplink.disconnected", cause, link());
  }

  private Text link() {
    return new Text(
        "frames are stored meanwhile. Check network, VPN and broker in " + file,
        "数据仍在本地存储。检查网络、VPN 和 " + file + " 中的 broker");
  }

  private Health state(Level level, String code, Text cause, Text remedy) {
    return new Health(subject, level, started, code, cause, remedy, List.of());
  }
}
