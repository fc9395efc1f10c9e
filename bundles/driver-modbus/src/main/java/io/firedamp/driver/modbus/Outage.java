package io.firedamp.driver.modbus;

import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Words for a link that is down.
 *
 * @param device {@code host:port}
 * @param limit the time limit of the link
 */
record Outage(String device, Duration limit) {
  /** It could not be connected. */
  SourceException connecting(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return outage(
          new Text("the name of " + device + " is unknown", "无法解析 " + device + " 的主机名"),
          new Text("Check host, or write the IP address there.", "请检查 host，或直接填写 IP 地址。"),
          cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return outage(
          new Text(
              device + " did not accept a connection within " + limit.toMillis() + " ms",
              device + " 在 " + limit.toMillis() + " ms 内未接受连接"),
          new Text(
              "Check that the device is powered, the cable, the address, and firewalls between.",
              "请检查设备供电、网线、地址以及中间的防火墙。"),
          cause);
    }
    if (cause instanceof ConnectException) {
      return outage(
          new Text(device + " refused the connection", device + " 拒绝连接"),
          new Text(
              "Check port, and that Modbus TCP is enabled in the device; many devices allow only a"
                  + " few connections at a time.",
              "请检查 port 以及设备是否启用 Modbus TCP；许多设备只允许少量连接。"),
          cause);
    }
    return outage(
        new Text(
            "no route to " + device + " (" + cause.getMessage() + ")",
            "没有到 " + device + " 的路由（" + cause.getMessage() + "）"),
        new Text(
            "Check the gateway's own network: cable, address, mask, default route.",
            "请检查网关自身的网络：网线、地址、掩码、默认路由。"),
        cause);
  }

  /** It was connected, but did not answer as it should. */
  SourceException reading(Block block, IOException cause) {
    if (cause instanceof Garbled garbled) {
      return outage(
          new Text(
              device + " answered out of step or with garbage: " + garbled.what().en(),
              device + " 应答错位或乱码: " + garbled.what().zh()),
          new Text(
              "Check that the device speaks Modbus TCP on this port (not RTU over TCP), and that"
                  + " nothing else shares the connection.",
              "请检查设备此端口是否为 Modbus TCP（而非 RTU over TCP），以及该连接是否被其他程序共用。"),
          cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return outage(
          new Text(
              device + " did not answer for " + block + " within " + limit.toMillis() + " ms",
              device + " 在 " + limit.toMillis() + " ms 内未应答 " + block),
          new Text(
              "Check that the unit number exists and the device is not overloaded; a slow device"
                  + " needs a larger timeout.ms.",
              "请检查从站号是否存在、设备是否过载；慢速设备需加大 timeout.ms。"),
          cause);
    }
    String how = cause instanceof EOFException ? "" : " (" + cause.getMessage() + ")";
    return outage(
        new Text(device + " closed the connection" + how, device + " 关闭了连接" + how),
        new Text(
            "Check whether the device restarted, or allows fewer connections than are in use.",
            "请检查设备是否重启，或其允许的连接数是否已用完。"),
        cause);
  }

  private static SourceException outage(Text reason, Text remedy, IOException cause) {
    return new SourceException(reason, remedy, cause);
  }
}
