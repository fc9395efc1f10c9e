package io.firedamp.uplink.ccer;

import java.util.List;

/**
 * The topics of one project: the main topic 主Topic and fixed sub-topics (7.4, CCER-7.4-03), each of
 * which the access information may override.
 *
 * @param data M3 数据上报
 * @param dataReply M4 数据上报回复
 * @param heart M7 心跳上报
 * @param heartReply M8 心跳上报回复
 * @param crypto M1 密钥请求上报
 * @param cryptoReplies M2 密钥应答回复; two where the access information names none, because the
 *     document's text and its figure 3 differ (AMB-01)
 * @param command M5 指令下发
 * @param commandReply M6 指令下发回复
 */
record Topics(
    String data,
    String dataReply,
    String heart,
    String heartReply,
    String crypto,
    List<String> cryptoReplies,
    String command,
    String commandReply) {
  static final String DATA = "/server/data/upload";
  static final String DATA_REPLY = "/client/data/upload/reply";
  static final String HEART = "/server/heart";
  static final String HEART_REPLY = "/client/heart/reply";
  static final String COMMAND = "/client/cmd";
  static final String COMMAND_REPLY = "/server/cmd/reply";
  static final String CRYPTO = "/server/crypto/upload";
  static final String CRYPTO_REPLY = "/client/crypto/upload/reply";
  static final String CRYPTO_REPLY_OF_FIGURE_3 = "/client/crypto/reply";
}
