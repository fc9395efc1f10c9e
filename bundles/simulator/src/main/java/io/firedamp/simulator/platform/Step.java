package io.firedamp.simulator.platform;

import io.firedamp.text.Text;
import java.time.Duration;

/**
 * One step of a {@link Script}.
 *
 * @param text as it was written
 */
record Step(String text, When when, Act act) {

  /** When it is done. */
  sealed interface When {}

  /** Once, so long after the gateway's first message. */
  record After(Duration time) implements When {}

  /** Again and again. */
  record Each(Duration time) implements When {}

  /**
   * With a message.
   *
   * @param number which one
   * @param again whether with every such one, or only once
   */
  record At(Kind kind, int number, boolean again) implements When {
    boolean comes(long count) {
      return again ? count % number == 0 : count == number;
    }
  }

  /** What is done. */
  sealed interface Act {}

  /** What can go wrong with a reply. */
  enum Wrong {
    /** {@code success} 0 with a reason. */
    REFUSED("refuse"),
    /** None at all. */
    MISSING("no reply"),
    /** Later than it should. */
    LATE("late reply"),
    /** Another {@code response_id}. */
    OTHER_ID("wrong response_id"),
    /** On another topic of the gateway. */
    OTHER_TOPIC("wrong topic"),
    /** Bytes that nobody can decrypt. */
    GARBLED("undecryptable reply"),
    /** Full-width punctuation and blanks, as in the document's samples (AMB-44). */
    SAMPLE_LIKE("sample-like reply");

    private final String words;

    Wrong(String words) {
      this.words = words;
    }

    /** As a script has it. */
    String words() {
      return words;
    }
  }

  /**
   * Something wrong with the replies to the next messages.
   *
   * @param late how late; zero for others than {@link Wrong#LATE}
   * @param reason why it is refused
   */
  record Fault(Wrong wrong, Duration late, Text reason, Kind kind, int count) implements Act {}

  /** Reports another phase from now on, 0 to 3. */
  record Phase(int status) implements Act {}

  /** Cuts the gateway's connection. */
  record Drop() implements Act {}

  /**
   * The broker is away.
   *
   * @param mute whether its port still takes connections, and never answers
   */
  record Away(Duration time, boolean mute) implements Act {}

  /** The broker lets the gateway in no more. */
  record Locked(Duration time) implements Act {}

  /**
   * Asks for data (表5).
   *
   * @param from the first second, from the time of the command on; negative for the past
   * @param to the last second, as well
   * @param sampleLike with the typing errors of the document's sample
   * @param twice the same command again, under the same id
   */
  record Ask(String type, Duration from, Duration to, boolean sampleLike, boolean twice)
      implements Act {}
}
