package io.firedamp.driver.s7;

import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Words for a link that is down, or a controller that lets nobody read.
 *
 * @param controller {@code host:port}
 * @param limit the time limit of the link
 */
record Outage(String controller, Duration limit) {
  /** It could not be connected. */
  SourceException connecting(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return outage(
          new Text("the name of " + controller + " is unknown", "无法解析 " + controller + " 的主机名"),
          new Text("Check host, or write the IP address there.", "请检查 host，或直接填写 IP 地址。"),
          cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return outage(
          new Text(
              controller + " did not accept a connection within " + limit.toMillis() + " ms",
              controller + " 在 " + limit.toMillis() + " ms 内未接受连接"),
          new Text(
              "Check that the controller is powered, the cable, the address, and firewalls between.",
              "请检查控制器供电、网线、地址以及中间的防火墙。"),
          cause);
    }
    if (cause instanceof ConnectException) {
      return outage(
          new Text(controller + " refused the connection", controller + " 拒绝连接"),
          new Text(
              "Check port, and that this is the address of the CPU or of its communication module.",
              "请检查 port，以及该地址是否为 CPU 或其通信模块的地址。"),
          cause);
    }
    if (cause instanceof Connector.NoSession) {
      return outage(
          new Text(
              controller + " accepted the connection, but opened no S7 session",
              controller + " 接受了连接，但未建立 S7 会话"),
          new Text(
              "Check rack and slot (S7-1200 and S7-1500: 0 and 1, S7-300: 0 and 2) and controller;"
                  + " and whether other stations use up the connections of the CPU.",
              "请检查 rack 和 slot（S7-1200、S7-1500 为 0 和 1，S7-300 为 0 和 2）及 controller；"
                  + "并检查 CPU 的连接资源是否已被其他站用完。"),
          cause);
    }
    return outage(
        new Text(
            "no route to " + controller + " (" + cause.getMessage() + ")",
            "没有到 " + controller + " 的路由（" + cause.getMessage() + "）"),
        new Text(
            "Check the gateway's own network: cable, address, mask, default route.",
            "请检查网关自身的网络：网线、地址、掩码、默认路由。"),
        cause);
  }

  /** It was connected, but did not answer as it should. */
  SourceException reading(IOException cause) {
    if (cause instanceof SocketTimeoutException) {
      return outage(
          new Text(
              controller + " did not answer within " + limit.toMillis() + " ms",
              controller + " 在 " + limit.toMillis() + " ms 内未应答"),
          new Text(
              "Check that the CPU is not overloaded; a slow one needs a larger timeout.ms, and a"
                  + " larger share of its cycle for communication.",
              "请检查 CPU 是否过载；较慢的 CPU 需加大 timeout.ms，并提高其循环中的通信负载比例。"),
          cause);
    }
    if (cause instanceof EOFException) {
      return outage(
          new Text(controller + " closed the connection", controller + " 关闭了连接"),
          new Text(
              "Check whether the CPU restarted, or allows fewer connections than are in use.",
              "请检查 CPU 是否重启，或其允许的连接数是否已用完。"),
          cause);
    }
    return outage(
        new Text(
            controller + " answered with garbage: " + cause.getMessage(),
            controller + " 应答乱码: " + cause.getMessage()),
        new Text(
            "Check that this port speaks S7 communication (ISO on TCP), and the cable.",
            "请检查该端口是否为 S7 通信（ISO on TCP），并检查网线。"),
        cause);
  }

  /** It answered that nobody may read it. */
  SourceException forbidden() {
    return outage(
        new Text(controller + " lets nobody read by PUT/GET", controller + " 不允许通过 PUT/GET 读取"),
        new Text(
            "In TIA Portal, at the CPU's properties under Protection & Security, Connection"
                + " mechanisms, tick \"Permit access with PUT/GET communication from remote"
                + " partner\", give reading rights at Access level, and download to the CPU.",
            "在 TIA Portal 中打开 CPU 属性“防护与安全 > 连接机制”，勾选“允许来自远程对象的 PUT/GET 通信访问”，"
                + "在“访问级别”中给予读权限，然后下载到 CPU。"),
        new IOException("function refused"));
  }

  /** Why a controller may not have what it was asked for. */
  static Text absent(Block block) {
    return block.area() == Area.DB
        ? new Text(
            "the controller has no "
                + block
                + " to read: the data block is missing or shorter, or is an optimized one; in TIA"
                + " Portal untick \"Optimized block access\" among its attributes, compile and"
                + " download",
            "控制器中没有可读的 " + block + "：该数据块不存在、长度不足，或为优化数据块；请在 TIA Portal 的块属性中取消“优化的块访问”，编译并下载")
        : new Text("the controller has no " + block, "控制器中没有 " + block);
  }

  private static SourceException outage(Text reason, Text remedy, IOException cause) {
    return new SourceException(reason, remedy, cause);
  }
}
