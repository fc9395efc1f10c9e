package io.firedamp.uplink.ccer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The form in the Web Console. Every value is text, so that saving leaves the file plain; ranges
 * are checked by {@link Access}.
 */
@ObjectClassDefinition(
    id = CcerUplink.PID,
    name = "%name",
    description = "%description",
    localization = "OSGI-INF/l10n/uplink-ccer")
@interface CcerUplinkForm {
  @AttributeDefinition(name = "%project", required = false)
  String project() default "";

  @AttributeDefinition(name = "%supplier.name")
  String supplier_name();

  @AttributeDefinition(name = "%supplier.credit.code")
  String supplier_credit_code();

  @AttributeDefinition(name = "%sn", required = false)
  String sn() default "";

  @AttributeDefinition(name = "%worker", description = "0-1023")
  String worker() default "0";

  @AttributeDefinition(name = "%broker", description = "tcp://HOST:PORT, ssl://HOST:PORT")
  String broker();

  @AttributeDefinition(name = "%client.id")
  String client_id();

  @AttributeDefinition(name = "%username", required = false)
  String username() default "";

  @AttributeDefinition(name = "%password", type = AttributeType.PASSWORD, required = false)
  String password() default "";

  @AttributeDefinition(
      name = "%qos",
      options = {@Option("0"), @Option("1"), @Option("2")})
  String qos() default "1";

  @AttributeDefinition(
      name = "%clean.session",
      options = {@Option("false"), @Option("true")})
  String clean_session() default "false";

  @AttributeDefinition(name = "%keep.alive.s", description = "5-3600 s")
  String keep_alive_s() default "60";

  @AttributeDefinition(name = "%topic")
  String topic();

  @AttributeDefinition(name = "%topic.data", required = false)
  String topic_data() default "";

  @AttributeDefinition(name = "%topic.data.reply", required = false)
  String topic_data_reply() default "";

  @AttributeDefinition(name = "%topic.heart", required = false)
  String topic_heart() default "";

  @AttributeDefinition(name = "%topic.heart.reply", required = false)
  String topic_heart_reply() default "";

  @AttributeDefinition(
      name = "%cipher",
      options = {@Option("none"), @Option("aes"), @Option("rsa")})
  String cipher() default "none";

  @AttributeDefinition(
      name = "%payload.encoding",
      options = {@Option("base64"), @Option("hex"), @Option("raw")})
  String payload_encoding() default "base64";

  @AttributeDefinition(name = "%aes.key", type = AttributeType.PASSWORD, required = false)
  String aes_key() default "";

  @AttributeDefinition(
      name = "%aes.key.encoding",
      options = {@Option("hex"), @Option("base64"), @Option("utf8")})
  String aes_key_encoding() default "hex";

  @AttributeDefinition(
      name = "%aes.mode",
      options = {@Option("ECB"), @Option("CBC"), @Option("CTR"), @Option("GCM")})
  String aes_mode() default "ECB";

  @AttributeDefinition(
      name = "%aes.padding",
      options = {@Option("PKCS5"), @Option("zero"), @Option("none")})
  String aes_padding() default "PKCS5";

  @AttributeDefinition(name = "%aes.iv", description = "prefix, zero, key, HEX", required = false)
  String aes_iv() default "prefix";

  @AttributeDefinition(name = "%rsa.platform.key", required = false)
  String rsa_platform_key() default "";

  @AttributeDefinition(
      name = "%rsa.padding",
      options = {
        @Option("PKCS1"),
        @Option("OAEP-SHA1"),
        @Option("OAEP-SHA256"),
        @Option("OAEP-SHA256-MGF1-SHA1")
      })
  String rsa_padding() default "PKCS1";

  @AttributeDefinition(
      name = "%rsa.handshake",
      options = {@Option("field"), @Option("message")})
  String rsa_handshake() default "field";

  @AttributeDefinition(
      name = "%rsa.bits",
      options = {@Option("1024"), @Option("2048")})
  String rsa_bits() default "1024";

  @AttributeDefinition(
      name = "%rsa.key.encoding",
      options = {@Option("base64"), @Option("hex"), @Option("pem")})
  String rsa_key_encoding() default "base64";

  @AttributeDefinition(
      name = "%rsa.rekey",
      options = {@Option("connect"), @Option("once")})
  String rsa_rekey() default "connect";

  @AttributeDefinition(name = "%topic.crypto", required = false)
  String topic_crypto() default "";

  @AttributeDefinition(name = "%topic.crypto.reply", required = false)
  String topic_crypto_reply() default "";

  @AttributeDefinition(
      name = "%rsp",
      options = {@Option("1"), @Option("0")})
  String rsp() default "1";

  @AttributeDefinition(name = "%reply.timeout.s", description = "1-60 s")
  String reply_timeout_s() default "10";

  @AttributeDefinition(name = "%attempts", description = "1-20")
  String attempts() default "3";

  @AttributeDefinition(name = "%retry.s", description = "1-60 s")
  String retry_s() default "1";

  @AttributeDefinition(
      name = "%resend.id",
      options = {@Option("new"), @Option("keep")})
  String resend_id() default "new";

  @AttributeDefinition(name = "%fresh.s", description = "1-3600 s")
  String fresh_s() default "60";

  @AttributeDefinition(
      name = "%late",
      options = {@Option("hold"), @Option("send"), @Option("all")})
  String late() default "hold";

  @AttributeDefinition(
      name = "%clock.untrusted",
      options = {@Option("send"), @Option("hold")})
  String clock_untrusted() default "send";

  @AttributeDefinition(name = "%window", description = "1-1000")
  String window() default "120";

  @AttributeDefinition(
      name = "%ts",
      options = {@Option("sample"), @Option("message")})
  String ts() default "sample";

  @AttributeDefinition(
      name = "%zeros",
      options = {@Option("keep"), @Option("strip")})
  String zeros() default "keep";

  @AttributeDefinition(
      name = "%out.of.range",
      options = {@Option("send"), @Option("omit")})
  String out_of_range() default "send";

  @AttributeDefinition(
      name = "%lenient",
      options = {@Option("true"), @Option("false")})
  String lenient() default "true";

  @AttributeDefinition(name = "%topic.cmd", required = false)
  String topic_cmd() default "";

  @AttributeDefinition(name = "%topic.cmd.reply", required = false)
  String topic_cmd_reply() default "";

  @AttributeDefinition(
      name = "%backfill.packing",
      options = {@Option("window"), @Option("hour")})
  String backfill_packing() default "window";

  @AttributeDefinition(name = "%backfill.interval.s", description = "1-3600 s")
  String backfill_interval_s() default "5";

  @AttributeDefinition(
      name = "%backfill.future",
      options = {@Option("clip"), @Option("wait"), @Option("reject")})
  String backfill_future() default "clip";

  @AttributeDefinition(
      name = "%backfill.utime",
      options = {@Option("now"), @Option("original")})
  String backfill_utime() default "now";

  @AttributeDefinition(
      name = "%backfill.flag",
      options = {@Option("all"), @Option("inside")})
  String backfill_flag() default "all";

  @AttributeDefinition(name = "%backfill.max.bytes", description = "0-256000000")
  String backfill_max_bytes() default "0";

  @AttributeDefinition(name = "%backfill.max.hours", description = "0-1000000")
  String backfill_max_hours() default "0";

  @AttributeDefinition(name = "%bind.interface", description = "tun0, 10.8.0.6", required = false)
  String bind_interface() default "";

  @AttributeDefinition(name = "%tls.ca", required = false)
  String tls_ca() default "";

  @AttributeDefinition(name = "%tls.certificate", required = false)
  String tls_certificate() default "";

  @AttributeDefinition(name = "%tls.key", required = false)
  String tls_key() default "";
}
