package io.firedamp.shell;

import io.firedamp.health.Level;
import io.firedamp.point.Quality;

/** Colour where a terminal understands it, and none anywhere else. */
enum Ink {
  /** For files, pipes and scripts: not one escape sequence. */
  PLAIN,
  /** For terminals (ECMA-48 SGR). */
  COLOUR;

  /** What the colour says. */
  enum Tone {
    NORMAL(""),
    TITLE("1"),
    QUIET("2"),
    GOOD("32"),
    NOTICE("36"),
    WARNING("33"),
    BAD("1;31");

    private final String code;

    Tone(String code) {
      this.code = code;
    }

    static Tone of(Level level) {
      return switch (level) {
        case OK -> GOOD;
        case NOTICE -> NOTICE;
        case MAJOR -> WARNING;
        case CRITICAL -> BAD;
      };
    }

    static Tone of(Quality quality) {
      return switch (quality) {
        case GOOD -> NORMAL;
        case OUT_OF_RANGE -> WARNING;
        default -> BAD;
      };
    }
  }

  String paint(Tone tone, String text) {
    return this == PLAIN || tone.code.isEmpty()
        ? text
        : "\u001b[" + tone.code + "m" + text + "\u001b[0m";
  }
}
