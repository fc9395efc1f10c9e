package io.firedamp.simulator.platform;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;

/**
 * Where the platform finds its broker, and as whom it logs in.
 *
 * @param uri {@code tcp://host:port}
 * @param clientId the platform's own, by which it knows itself
 * @param topic the main topic, without a slash at its end
 */
public record Access(String uri, String clientId, String username, Secret password, String topic) {

  /**
   * Asks for {@code broker}, {@code client.id}, {@code username}, {@code password}, {@code topic}.
   */
  static Access of(Settings settings) {
    String uri = settings.required("broker");
    if (!uri.isEmpty() && !uri.startsWith("tcp://")) {
      settings.problem("broker", uri, new Text("tcp://host:port", "tcp://主机:端口"));
    }
    String username = settings.required("username");
    settings.required("password");
    Secret password = settings.secret("password");
    String clientId = settings.required("client.id");
    return new Access(uri, clientId, username, password, topic(settings));
  }

  /** Asks for {@code topic}. */
  public static String topic(Settings settings) {
    String topic = settings.required("topic");
    if (topic.endsWith("/") || topic.contains("+") || topic.contains("#") || topic.contains(" ")) {
      settings.problem(
          "topic",
          topic,
          new Text(
              "a main topic without blank, +, # and slash at its end", "主 Topic，不含空格、+、#，末尾无斜杠"));
    }
    return topic;
  }
}
