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
  @AttributeDefinition(name = "%project", description = "%project.description", required = false)
  String project() default "";

  @AttributeDefinition(name = "%supplier.name", description = "%supplier.name.description")
  String supplier_name();

  @AttributeDefinition(
      name = "%supplier.credit.code",
      description = "%supplier.credit.code.description")
  String supplier_credit_code();

  @AttributeDefinition(name = "%sn", description = "%sn.description", required = false)
  String sn() default "";

  @AttributeDefinition(name = "%worker", description = "%worker.description", required = false)
  String worker() default "0";

  @AttributeDefinition(name = "%broker", description = "%broker.description")
  String broker();

  @AttributeDefinition(name = "%client.id", description = "%client.id.description")
  String client_id();

  @AttributeDefinition(name = "%username", description = "%username.description", required = false)
  String username() default "";

  @AttributeDefinition(
      name = "%password",
      description = "%password.description",
      type = AttributeType.PASSWORD,
      required = false)
  String password() default "";

  @AttributeDefinition(
      name = "%qos",
      description = "%qos.description",
      options = {
        @Option(label = "0", value = "0"),
        @Option(label = "1", value = "1"),
        @Option(label = "2", value = "2")
      },
      required = false)
  String qos() default "1";

  @AttributeDefinition(
      name = "%clean.session",
      description = "%clean.session.description",
      options = {
        @Option(label = "false", value = "false"),
        @Option(label = "true", value = "true")
      },
      required = false)
  String clean_session() default "false";

  @AttributeDefinition(
      name = "%keep.alive.s",
      description = "%keep.alive.s.description",
      required = false)
  String keep_alive_s() default "60";

  @AttributeDefinition(name = "%topic", description = "%topic.description")
  String topic();

  @AttributeDefinition(
      name = "%topic.data",
      description = "%topic.data.description",
      required = false)
  String topic_data() default "";

  @AttributeDefinition(
      name = "%topic.data.reply",
      description = "%topic.data.reply.description",
      required = false)
  String topic_data_reply() default "";

  @AttributeDefinition(
      name = "%topic.heart",
      description = "%topic.heart.description",
      required = false)
  String topic_heart() default "";

  @AttributeDefinition(
      name = "%topic.heart.reply",
      description = "%topic.heart.reply.description",
      required = false)
  String topic_heart_reply() default "";

  @AttributeDefinition(
      name = "%cipher",
      description = "%cipher.description",
      options = {
        @Option(label = "none", value = "none"),
        @Option(label = "aes", value = "aes"),
        @Option(label = "rsa", value = "rsa")
      },
      required = false)
  String cipher() default "none";

  @AttributeDefinition(
      name = "%payload.encoding",
      description = "%payload.encoding.description",
      options = {
        @Option(label = "base64", value = "base64"),
        @Option(label = "hex", value = "hex"),
        @Option(label = "raw", value = "raw")
      },
      required = false)
  String payload_encoding() default "base64";

  @AttributeDefinition(
      name = "%aes.key",
      description = "%aes.key.description",
      type = AttributeType.PASSWORD,
      required = false)
  String aes_key() default "";

  @AttributeDefinition(
      name = "%aes.key.encoding",
      description = "%aes.key.encoding.description",
      options = {
        @Option(label = "hex", value = "hex"),
        @Option(label = "base64", value = "base64"),
        @Option(label = "utf8", value = "utf8")
      },
      required = false)
  String aes_key_encoding() default "hex";

  @AttributeDefinition(
      name = "%aes.mode",
      description = "%aes.mode.description",
      options = {
        @Option(label = "ECB", value = "ECB"),
        @Option(label = "CBC", value = "CBC"),
        @Option(label = "CTR", value = "CTR"),
        @Option(label = "GCM", value = "GCM")
      },
      required = false)
  String aes_mode() default "ECB";

  @AttributeDefinition(
      name = "%aes.padding",
      description = "%aes.padding.description",
      options = {
        @Option(label = "PKCS5", value = "PKCS5"),
        @Option(label = "zero", value = "zero"),
        @Option(label = "none", value = "none")
      },
      required = false)
  String aes_padding() default "PKCS5";

  @AttributeDefinition(name = "%aes.iv", description = "%aes.iv.description", required = false)
  String aes_iv() default "prefix";

  @AttributeDefinition(
      name = "%rsa.platform.key",
      description = "%rsa.platform.key.description",
      required = false)
  String rsa_platform_key() default "";

  @AttributeDefinition(
      name = "%rsa.padding",
      description = "%rsa.padding.description",
      options = {
        @Option(label = "PKCS1", value = "PKCS1"),
        @Option(label = "OAEP-SHA1", value = "OAEP-SHA1"),
        @Option(label = "OAEP-SHA256", value = "OAEP-SHA256"),
        @Option(label = "OAEP-SHA256-MGF1-SHA1", value = "OAEP-SHA256-MGF1-SHA1")
      },
      required = false)
  String rsa_padding() default "PKCS1";

  @AttributeDefinition(
      name = "%rsa.handshake",
      description = "%rsa.handshake.description",
      options = {
        @Option(label = "field", value = "field"),
        @Option(label = "message", value = "message")
      },
      required = false)
  String rsa_handshake() default "field";

  @AttributeDefinition(
      name = "%rsa.bits",
      description = "%rsa.bits.description",
      options = {@Option(label = "1024", value = "1024"), @Option(label = "2048", value = "2048")},
      required = false)
  String rsa_bits() default "1024";

  @AttributeDefinition(
      name = "%rsa.key.encoding",
      description = "%rsa.key.encoding.description",
      options = {
        @Option(label = "base64", value = "base64"),
        @Option(label = "hex", value = "hex"),
        @Option(label = "pem", value = "pem")
      },
      required = false)
  String rsa_key_encoding() default "base64";

  @AttributeDefinition(
      name = "%rsa.rekey",
      description = "%rsa.rekey.description",
      options = {
        @Option(label = "connect", value = "connect"),
        @Option(label = "once", value = "once")
      },
      required = false)
  String rsa_rekey() default "connect";

  @AttributeDefinition(
      name = "%topic.crypto",
      description = "%topic.crypto.description",
      required = false)
  String topic_crypto() default "";

  @AttributeDefinition(
      name = "%topic.crypto.reply",
      description = "%topic.crypto.reply.description",
      required = false)
  String topic_crypto_reply() default "";

  @AttributeDefinition(
      name = "%rsp",
      description = "%rsp.description",
      options = {@Option(label = "1", value = "1"), @Option(label = "0", value = "0")},
      required = false)
  String rsp() default "1";

  @AttributeDefinition(
      name = "%reply.timeout.s",
      description = "%reply.timeout.s.description",
      required = false)
  String reply_timeout_s() default "10";

  @AttributeDefinition(name = "%attempts", description = "%attempts.description", required = false)
  String attempts() default "3";

  @AttributeDefinition(name = "%retry.s", description = "%retry.s.description", required = false)
  String retry_s() default "1";

  @AttributeDefinition(
      name = "%resend.id",
      description = "%resend.id.description",
      options = {@Option(label = "new", value = "new"), @Option(label = "keep", value = "keep")},
      required = false)
  String resend_id() default "new";

  @AttributeDefinition(name = "%fresh.s", description = "%fresh.s.description", required = false)
  String fresh_s() default "60";

  @AttributeDefinition(
      name = "%late",
      description = "%late.description",
      options = {
        @Option(label = "hold", value = "hold"),
        @Option(label = "send", value = "send"),
        @Option(label = "all", value = "all")
      },
      required = false)
  String late() default "hold";

  @AttributeDefinition(
      name = "%clock.untrusted",
      description = "%clock.untrusted.description",
      options = {@Option(label = "send", value = "send"), @Option(label = "hold", value = "hold")},
      required = false)
  String clock_untrusted() default "send";

  @AttributeDefinition(name = "%window", description = "%window.description", required = false)
  String window() default "120";

  @AttributeDefinition(
      name = "%ts",
      description = "%ts.description",
      options = {
        @Option(label = "sample", value = "sample"),
        @Option(label = "message", value = "message")
      },
      required = false)
  String ts() default "sample";

  @AttributeDefinition(
      name = "%zeros",
      description = "%zeros.description",
      options = {
        @Option(label = "keep", value = "keep"),
        @Option(label = "strip", value = "strip")
      },
      required = false)
  String zeros() default "keep";

  @AttributeDefinition(
      name = "%out.of.range",
      description = "%out.of.range.description",
      options = {@Option(label = "send", value = "send"), @Option(label = "omit", value = "omit")},
      required = false)
  String out_of_range() default "send";

  @AttributeDefinition(
      name = "%lenient",
      description = "%lenient.description",
      options = {
        @Option(label = "true", value = "true"),
        @Option(label = "false", value = "false")
      },
      required = false)
  String lenient() default "true";

  @AttributeDefinition(
      name = "%topic.cmd",
      description = "%topic.cmd.description",
      required = false)
  String topic_cmd() default "";

  @AttributeDefinition(
      name = "%topic.cmd.reply",
      description = "%topic.cmd.reply.description",
      required = false)
  String topic_cmd_reply() default "";

  @AttributeDefinition(
      name = "%backfill.packing",
      description = "%backfill.packing.description",
      options = {
        @Option(label = "window", value = "window"),
        @Option(label = "hour", value = "hour")
      },
      required = false)
  String backfill_packing() default "window";

  @AttributeDefinition(
      name = "%backfill.interval.s",
      description = "%backfill.interval.s.description",
      required = false)
  String backfill_interval_s() default "5";

  @AttributeDefinition(
      name = "%backfill.future",
      description = "%backfill.future.description",
      options = {
        @Option(label = "clip", value = "clip"),
        @Option(label = "wait", value = "wait"),
        @Option(label = "reject", value = "reject")
      },
      required = false)
  String backfill_future() default "clip";

  @AttributeDefinition(
      name = "%backfill.utime",
      description = "%backfill.utime.description",
      options = {
        @Option(label = "now", value = "now"),
        @Option(label = "original", value = "original")
      },
      required = false)
  String backfill_utime() default "now";

  @AttributeDefinition(
      name = "%backfill.flag",
      description = "%backfill.flag.description",
      options = {
        @Option(label = "all", value = "all"),
        @Option(label = "inside", value = "inside")
      },
      required = false)
  String backfill_flag() default "all";

  @AttributeDefinition(
      name = "%backfill.max.bytes",
      description = "%backfill.max.bytes.description",
      required = false)
  String backfill_max_bytes() default "0";

  @AttributeDefinition(
      name = "%backfill.max.hours",
      description = "%backfill.max.hours.description",
      required = false)
  String backfill_max_hours() default "0";

  @AttributeDefinition(
      name = "%bind.interface",
      description = "%bind.interface.description",
      required = false)
  String bind_interface() default "";

  @AttributeDefinition(name = "%tls.ca", description = "%tls.ca.description", required = false)
  String tls_ca() default "";

  @AttributeDefinition(
      name = "%tls.certificate",
      description = "%tls.certificate.description",
      required = false)
  String tls_certificate() default "";

  @AttributeDefinition(name = "%tls.key", description = "%tls.key.description", required = false)
  String tls_key() default "";
}
