package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions.Session;
import io.firedamp.console.forms.Form;
import io.firedamp.console.forms.Forms;
import io.firedamp.console.forms.Instance;
import io.firedamp.health.Condition;
import io.firedamp.health.Health;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be configured, what is, and the names of what will be. Any thread. */
final class Configuration implements Questions {
  private final Site site;
  private final Forms forms;

  Configuration(Site site, Forms forms) {
    this.site = site;
    this.forms = forms;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/configuration", Right.ADMINISTER, (ask, who) -> list()),
        new Route("POST", "/api/configuration/name", Right.ADMINISTER, this::name));
  }

  /** Every form with its configurations, and what is wrong with those. */
  private Answer list() throws IOException {
    List<Instance> instances = forms.instances();
    List<Health> problems = site.condition().map(Condition::problems).orElse(List.of());
    return Answer.json(
        Json.object(
            json -> {
              json.writeArrayFieldStart("forms");
              for (Form form : forms.forms()) {
                json.writeStartObject();
                json.writeStringField("pid", form.pid());
                json.writeBooleanField("factory", form.factory());
                Json.text(json, "name", form.name());
                Json.text(json, "description", form.description());
                json.writeArrayFieldStart("instances");
                for (Instance instance : instances) {
                  if (instance.form().equals(form.pid())) {
                    instance(json, instance, problems);
                  }
                }
                json.writeEndArray();
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private static void instance(JsonGenerator json, Instance instance, List<Health> problems)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("pid", instance.pid());
    json.writeStringField("file", instance.file());
    json.writeArrayFieldStart("problems");
    for (Health problem : problems) {
      if (problem.subject().equals(instance.file())) {
        Json.health(json, problem);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private Answer name(Ask ask, Optional<Session> who) {
    Map<String, String> wanted = Json.texts(ask.body());
    return forms
        .name(
            who.orElseThrow().word(),
            wanted.getOrDefault("pid", ""),
            wanted.getOrDefault("name", "").strip())
        .map(why -> Answer.refused(400, why.en(), why.zh()))
        .orElseGet(() -> Answer.json("{}"));
  }
}
