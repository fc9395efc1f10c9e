package io.firedamp.shell;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Why a part is not there to speak for itself.
 *
 * @param code names the kind: {@code config.wrong}, {@code config.unknown}, {@code config.unread},
 *     {@code config.missing}, {@code component.failed}, {@code component.waiting}, {@code
 *     bundle.inactive}, {@code gateway.silent}
 * @param level how urgent it is
 * @param subject the file, component or bundle
 * @param cause what is the matter
 * @param remedy what to do
 * @param complaints the wrong settings, if it is about those
 */
record Trouble(
    String code, Level level, String subject, Text cause, Text remedy, List<Complaint> complaints) {
  Trouble {
    Objects.requireNonNull(code);
    Objects.requireNonNull(level);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(cause);
    Objects.requireNonNull(remedy);
    complaints = List.copyOf(complaints);
  }

  /** One that is not about single settings. */
  static Trouble of(String code, Level level, String subject, Text cause, Text remedy) {
    return new Trouble(code, level, subject, cause, remedy, List.of());
  }

  /** The same as a part would say it; each wrong setting is a line of the cause. */
  Health health() {
    Text whole =
        complaints.stream()
            .map(Complaint::text)
            .reduce(
                cause, (all, t) -> new Text(all.en() + "\n" + t.en(), all.zh() + "\n" + t.zh()));
    return new Health(subject, level, Instant.EPOCH, code, whole, remedy, List.of());
  }
}
