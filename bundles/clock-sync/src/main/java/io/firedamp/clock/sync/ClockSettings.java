package io.firedamp.clock.sync;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code io.firedamp.clock.sync.cfg}.
 *
 * @param servers whom to compare with, in the order of preference
 * @param discipline whom to follow
 * @param poll how often a server is asked
 * @param warn an error of so much is told
 * @param alarm an error of so much makes the clock unsynchronised
 * @param secondary the site's own server, which is compared with the official one every day
 * @param secondaryLimit by how much it may differ (CCER-F-03)
 * @param servePort where others may ask us; 0 if they may not
 */
record ClockSettings(
    List<Server.Address> servers,
    SiteTime.Discipline discipline,
    Duration poll,
    Duration warn,
    Duration alarm,
    Optional<Server.Address> secondary,
    Duration secondaryLimit,
    int servePort) {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^:,\\[\\]\\s]+))(?::([0-9]{1,5}))?");
  private static final int LAST_PORT = 65_535;
  private static final int HOUR_S = 3600;
  private static final int SHORTEST_POLL_S = 8; // RFC 5905 MINPOLL is 16; our own servers bear it
  private static final int POLL_S = 64; // RFC 5905 A.1.1: 2^6
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  /**
   * Reads the configuration.
   *
   * @throws io.firedamp.settings.SettingsException if it is wrong
   */
  static ClockSettings of(Map<String, ?> configuration) {
    Settings settings = Settings.of(configuration);
    List<Server.Address> servers = new ArrayList<>();
    Arrays.stream(settings.text("servers", "").split(","))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .forEach(one -> address(settings, "servers", one).ifPresent(servers::add));
    String secondary = settings.text("secondary", "");
    ClockSettings read =
        new ClockSettings(
            List.copyOf(servers),
            SiteTime.Discipline.valueOf(
                settings.choice("discipline", "os", List.of("os", "own")).toUpperCase(Locale.ROOT)),
            settings.seconds("poll.s", POLL_S, SHORTEST_POLL_S, HOUR_S),
            settings.millis("warn.ms", Duration.ofMillis(100), MILLISECOND, Duration.ofSeconds(10)),
            settings.millis("alarm.ms", Duration.ofSeconds(1), MILLISECOND, Duration.ofSeconds(10)),
            secondary.isEmpty() ? Optional.empty() : address(settings, "secondary", secondary),
            settings.millis(
                "secondary.limit.ms", Duration.ofMillis(10), MILLISECOND, Duration.ofSeconds(10)),
            settings.integer("serve.port", 0, 0, LAST_PORT));
    read.judge(settings);
    settings.check();
    return read;
  }

  private void judge(Settings settings) {
    if (warn.compareTo(alarm) > 0) {
      settings.problem("warn.ms", new Text("is above alarm.ms", "大于 alarm.ms"));
    }
    if (Set.copyOf(servers).size() < servers.size()) {
      settings.problem("servers", new Text("names a server twice", "重复配置同一服务器"));
    }
    if (servers.isEmpty()) {
      Text needed = new Text("needs servers", "需要配置 servers");
      if (discipline == SiteTime.Discipline.OWN) {
        settings.problem("discipline", "own", needed);
      }
      if (secondary.isPresent()) {
        settings.problem("secondary", needed);
      }
      if (servePort > 0) {
        settings.problem("serve.port", needed);
      }
    }
  }

  private static Optional<Server.Address> address(Settings settings, String key, String written) {
    Matcher parts = ADDRESS.matcher(written);
    int port = Server.Address.PORT;
    if (parts.matches() && parts.group(3) != null) {
      port = Integer.parseInt(parts.group(3));
    }
    if (!parts.matches() || port < 1 || port > LAST_PORT) {
      settings.problem(key, written, new Text("host or host:port", "主机或 主机:端口"));
      return Optional.empty();
    }
    String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return Optional.of(new Server.Address(host, port));
  }
}
