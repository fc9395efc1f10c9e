package io.firedamp.setup;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Objects;

/**
 * One of the first steps.
 *
 * @param found what the gateway has of it, a line for each thing
 * @param next what to do; empty if there is nothing left
 * @param fields what it asks for; empty if it asks for nothing
 */
public record Step(Name name, State state, Text found, Text next, List<Field> fields) {

  /** Which one, in order. */
  public enum Name {
    /** What the gateway is for. */
    PROJECT("Project", "项目"),
    /** How the platform lets it in (CCER-7.4-02). */
    ACCESS("Access information", "平台接入信息"),
    /** The first device. */
    SOURCE("First source", "第一个数据源"),
    /** What is read from it. */
    TABLE("Point table", "点位表"),
    /** Whether that is what the instruments show. */
    READ("Test read", "试读"),
    /** Whether the platform has it. */
    PACKET("Test packet", "测试数据包");

    private final Text text;

    Name(String en, String zh) {
      text = new Text(en, zh);
    }

    /** Words for people. */
    public Text text() {
      return text;
    }
  }

  /** How far it is. */
  public enum State {
    /** Nothing is there, or it is not yet seen to work. */
    OPEN("to do", "待办"),
    /** Something is there, and does not work. */
    WRONG("not right", "有误"),
    /** It works. */
    DONE("done", "完成");

    private final Text text;

    State(String en, String zh) {
      text = new Text(en, zh);
    }

    /** Words for people. */
    public Text text() {
      return text;
    }
  }

  /**
   * A question with one answer.
   *
   * @param key under which it is answered
   * @param label the question
   * @param value the present answer, or what is usual; always empty for a secret
   * @param choices the words that can be the answer; empty if it is any text
   * @param required whether there must be an answer in the end
   * @param secret whether nobody may see the answer
   */
  public record Field(
      String key,
      Text label,
      String value,
      List<String> choices,
      boolean required,
      boolean secret) {
    public Field {
      Objects.requireNonNull(key);
      Objects.requireNonNull(label);
      Objects.requireNonNull(value);
      choices = List.copyOf(choices);
    }
  }

  public Step {
    Objects.requireNonNull(name);
    Objects.requireNonNull(state);
    Objects.requireNonNull(found);
    Objects.requireNonNull(next);
    fields = List.copyOf(fields);
  }
}
