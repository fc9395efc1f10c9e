package io.firedamp.driver.modbus;

import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Words for a link that is down.
 *
 * @param transport how the device is reached
 * @param device {@code host:port}, or the serial port
 * @param limit the time limit of the link
 */
record Outage(Transport transport, String device, Duration limit) {
  /** There is no connection, or the serial port cannot be opened. */
  SourceException connecting(IOException cause) {
    if (transport == Transport.SERIAL) {
      return new SourceException(
          new Text(
              "the serial port " + device + " cannot be opened (" + cause.getMessage() + ")",
              "无法打开串口 " + device + "（" + cause.getMessage() + "）"),
          new Text(
              "Check serial.port, that the adapter is plugged in, that no other program has the"
                  + " port, and that the gateway's user belongs to the group dialout.",
              "请检查 serial.port、转换器是否插好、串口是否被其他程序占用，以及网关用户是否属于 dialout 组。"),
          cause);
    }
    if (cause instanceof UnknownHostException) {
      return new SourceException(
          new Text("the name of " + device + " is unknown", "无法解析 " + device + " 的主机名"),
          new Text("Check host, or write the IP address there.", "请检查 host，或直接填写 IP 地址。"),
          cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return new SourceException(
          new Text(
              device + " did not accept a connection within " + limit.toMillis() + " ms",
              device + " 在 " + limit.toMillis() + " ms 内未接受连接"),
          new Text(
              "Check that the device is powered, the cable, the address, and firewalls between.",
              "请检查设备供电、网线、地址以及中间的防火墙。"),
          cause);
    }
    if (cause instanceof ConnectException) {
      return new SourceException(
          new Text(device + " refused the connection", device + " 拒绝连接"),
          new Text(
              "Check port, and that "
                  + transport.protocol()
                  + " is enabled in the device; many devices allow only a few connections at a time.",
              "请检查 port 以及设备是否启用 " + transport.protocol() + "；许多设备只允许少量连接。"),
          cause);
    }
    return new SourceException(
        new Text(
            "no route to " + device + " (" + cause.getMessage() + ")",
            "没有到 " + device + " 的路由（" + cause.getMessage() + "）"),
        new Text(
            "Check the gateway's own network: cable, address, mask, default route.",
            "请检查网关自身的网络：网线、地址、掩码、默认路由。"),
        cause);
  }

  /** It was connected, but a unit did not answer as it should. */
  Unanswered reading(Block block, IOException cause) {
    if (cause instanceof Garbled garbled) {
      return new Unanswered(
          new Text(
              device + " answered out of step or with garbage: " + garbled.what().en(),
              device + " 应答错位或乱码: " + garbled.what().zh()),
          garbage(),
          cause);
    }
    if (cause instanceof Overdue) {
      return new Unanswered(
          new Text(
              device + " did not answer for " + block + " within " + limit.toMillis() + " ms",
              device + " 在 " + limit.toMillis() + " ms 内未应答 " + block),
          silence(),
          cause);
    }
    if (cause instanceof PortUnreachableException) {
      return new Unanswered(
          new Text("nobody listens at " + device, device + " 无人监听"),
          new Text(
              "Check port, and that " + transport.protocol() + " is enabled in the device.",
              "请检查 port 以及设备是否启用 " + transport.protocol() + "。"),
          cause);
    }
    String how = cause instanceof EOFException ? "" : " (" + cause.getMessage() + ")";
    return new Unanswered(
        new Text(device + " closed the connection" + how, device + " 关闭了连接" + how),
        new Text(
            "Check whether the device restarted, or allows fewer connections than are in use.",
            "请检查设备是否重启，或其允许的连接数是否已用完。"),
        cause);
  }

  private Text garbage() {
    if (transport == Transport.SERIAL) {
      return new Text(
          "Check baud and parity, the shield and the terminating resistors of the line, and that"
              + " no two devices on it have the same unit number.",
          "请检查 baud 和 parity、线路屏蔽和终端电阻，以及是否有两台设备的从站号相同。");
    }
    return new Text(
        "Check that the device speaks "
            + transport.protocol()
            + " on this port: tcp and tcp-rtu differ; and that nothing else shares the connection.",
        "请检查设备此端口是否为 " + transport.protocol() + "（tcp 与 tcp-rtu 不同），以及该连接是否被其他程序共用。");
  }

  private Text silence() {
    String cable = transport == Transport.SERIAL ? "baud, parity and the wires A and B, " : "";
    String wiring = transport == Transport.SERIAL ? " baud、parity 和 A、B 接线、" : "";
    return new Text(
        "Check "
            + cable
            + "that the unit number exists and the device is not overloaded; a slow device needs"
            + " a larger timeout.ms.",
        "请检查" + wiring + "从站号是否存在、设备是否过载；慢速设备需加大 timeout.ms。");
  }
}
