package io.firedamp.courier;

import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The connection of an uplink (CCER-7.4), as far as everybody may see it.
 *
 * @param up whether there is one
 * @param since since when there is, or is not
 * @param broker the platform's message server: {@code ssl://host:port}
 * @param localEnd the interface or address at which it begins; empty for any
 * @param clientId under which name the broker knows us
 * @param topic where live packets go
 * @param cipher how messages are encrypted, without the key
 * @param window live packets that may wait for their reply at the same time
 * @param fresh a live packet is sent only while it is younger
 */
public record Link(
    boolean up,
    Instant since,
    String broker,
    String localEnd,
    String clientId,
    String topic,
    Text cipher,
    int window,
    Duration fresh) {
  public Link {
    Objects.requireNonNull(since);
    Objects.requireNonNull(broker);
    Objects.requireNonNull(localEnd);
    Objects.requireNonNull(clientId);
    Objects.requireNonNull(topic);
    Objects.requireNonNull(cipher);
    Objects.requireNonNull(fresh);
  }
}
