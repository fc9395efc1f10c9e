package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.console.door.Right;
import io.firedamp.setup.FirstSteps;
import io.firedamp.setup.Step;
import io.firedamp.setup.Step.Field;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The first steps: how far they are, and what is filled in. Any thread. */
final class Setup implements Questions {
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);
  private static final Answer NOT_THERE =
      Answer.refused(503, "the first steps are not there just now", "首次配置暂不可用");

  private final Site site;
  private final Cached steps;

  Setup(Site site) {
    this.site = site;
    steps = new Cached(site, GOOD_FOR, this::steps);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/setup", Right.LOOK, (ask, who) -> Answer.json(steps.answer())),
        new Route("POST", "/api/setup", Right.ADMINISTER, (ask, who) -> write(ask)));
  }

  /** {@code steps}; none if nobody knows them. */
  private String steps() {
    List<Step> known = site.setup().map(FirstSteps::steps).orElse(List.of());
    return Json.object(
        json -> {
          json.writeArrayFieldStart("steps");
          for (Step step : known) {
            step(json, step);
          }
          json.writeEndArray();
        });
  }

  private static void step(JsonGenerator json, Step step) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", step.name().name());
    json.writeStringField("state", step.state().name());
    Json.text(json, "title", step.name().text());
    Json.text(json, "words", step.state().text());
    Json.text(json, "found", step.found());
    Json.text(json, "next", step.next());
    json.writeArrayFieldStart("fields");
    for (Field field : step.fields()) {
      json.writeStartObject();
      json.writeStringField("key", field.key());
      Json.text(json, "label", field.label());
      json.writeStringField("value", field.value());
      json.writeArrayFieldStart("choices");
      for (String choice : field.choices()) {
        json.writeString(choice);
      }
      json.writeEndArray();
      json.writeBooleanField("required", field.required());
      json.writeBooleanField("secret", field.secret());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * The body has the answers by their keys, and the step's name under {@code step}. Answers {@code
   * wrong}: what is wrong, empty if it was written.
   */
  private Answer write(Ask ask) throws IOException {
    Map<String, String> answers = Json.texts(ask.body());
    Step.Name name = Step.Name.valueOf(answers.getOrDefault("step", ""));
    answers.remove("step");
    if (site.setup().isEmpty()) {
      return NOT_THERE;
    }
    List<Text> wrong = site.setup().get().write(name, answers);
    return Answer.json(
        Json.object(
            json -> {
              json.writeArrayFieldStart("wrong");
              for (Text text : wrong) {
                json.writeStartObject();
                json.writeStringField("en", text.en());
                json.writeStringField("zh", text.zh());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }
}
