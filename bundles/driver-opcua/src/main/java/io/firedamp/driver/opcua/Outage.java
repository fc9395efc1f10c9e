package io.firedamp.driver.opcua;

import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Words for a link that is down.
 *
 * @param endpoint {@code opc.tcp://host:port/path}
 * @param limit the time limit of the link
 */
record Outage(String endpoint, Duration limit) {
  SourceException because(Trouble known) {
    return new SourceException(
        new Text(endpoint + ": " + known.reason().en(), endpoint + "：" + known.reason().zh()),
        known.remedy(),
        known);
  }

  /**
   * @param opening whether it happened while the connection was made
   */
  SourceException because(Throwable failure, boolean opening) {
    if (failure instanceof UnknownHostException) {
      return outage(
          new Text("the name of the server is unknown", "无法解析服务器主机名"),
          new Text("Check endpoint, or write the IP address there.", "请检查 endpoint，或直接填写 IP 地址。"),
          failure);
    }
    if (failure instanceof ConnectException) {
      return outage(
          new Text("no connection: " + failure.getMessage(), "无法连接: " + failure.getMessage()),
          new Text(
              "Check that the server runs, its address and port, and firewalls between.",
              "请检查服务器是否运行、地址和端口以及中间的防火墙。"),
          failure);
    }
    if (failure instanceof TimeoutException) {
      return silent(failure);
    }
    return failure instanceof UaException told
        ? because(told, opening)
        : outage(
            new Text("the connection failed: " + failure, "连接失败: " + failure),
            new Text("Check the network and the server's log.", "请检查网络和服务器日志。"),
            failure);
  }

  private SourceException because(UaException told, boolean opening) {
    long code = told.getStatusCode().value();
    String word = Values.word(told.getStatusCode());
    if (code == StatusCodes.Bad_Timeout) {
      return silent(told);
    }
    if (code == StatusCodes.Bad_IdentityTokenRejected
        || code == StatusCodes.Bad_IdentityTokenInvalid
        || code == StatusCodes.Bad_UserAccessDenied) {
      return outage(
          new Text("the server refuses the user: " + word, "服务器拒绝该用户: " + word),
          new Text(
              "Check username and password, and the rights of that user.",
              "请检查 username、password 以及该用户的权限。"),
          told);
    }
    if (code == StatusCodes.Bad_SecurityChecksFailed
        || code == StatusCodes.Bad_CertificateUntrusted
        || code == StatusCodes.Bad_CertificateInvalid
        || code == StatusCodes.Bad_CertificateTimeInvalid
        || code == StatusCodes.Bad_CertificateUriInvalid) {
      return outage(
          new Text("security checks failed: " + word, "安全校验失败: " + word),
          new Text(
              "Make the server trust the gateway's certificate; firedamp:opcua-certificates names its file.",
              "请在服务器上信任网关证书；firedamp:opcua-certificates 会显示其文件。"),
          told);
    }
    if (code == StatusCodes.Bad_TooManySessions || code == StatusCodes.Bad_TooManySubscriptions) {
      return outage(
          new Text("the server has no room for one more client: " + word, "服务器连接数已满: " + word),
          new Text("Close other clients, or raise the server's limit.", "请关闭其他客户端，或提高服务器上限。"),
          told);
    }
    Text what =
        opening
            ? new Text("the server does not let the gateway in: " + word, "服务器拒绝建立连接: " + word)
            : new Text("the connection was lost: " + word, "连接中断: " + word);
    return outage(
        what,
        new Text(
            "Check whether the server restarted, and that it accepts this security.policy; a server"
                + " that does not trust the gateway's certificate may just hang up.",
            "请检查服务器是否重启、是否接受该 security.policy；不信任网关证书的服务器可能直接断开连接。"),
        told);
  }

  private SourceException silent(Throwable cause) {
    return outage(
        new Text("no answer within " + limit.toMillis() + " ms", limit.toMillis() + " ms 内无应答"),
        new Text(
            "Check that the server runs and the network; a slow server needs a larger timeout.ms.",
            "请检查服务器是否运行以及网络；慢速服务器需加大 timeout.ms。"),
        cause);
  }

  private SourceException outage(Text reason, Text remedy, Throwable cause) {
    return new SourceException(
        new Text(endpoint + ": " + reason.en(), endpoint + "：" + reason.zh()), remedy, cause);
  }
}
