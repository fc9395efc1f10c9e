package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.console.door.Right;
import io.firedamp.setup.FirstSteps;
import io.firedamp.setup.Step;
import io.firedamp.setup.Step.Field;
import io.firedamp.setup.Step.Name;
import io.firedamp.setup.Step.State;
import io.firedamp.text.Text;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first steps on their page")
class SetupTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";

  private final Site site = Sites.of();
  private final List<Route> routes = new Setup(site).routes();
  private final Map<String, String> written = new HashMap<>();

  private void begin() {
    site.addSetup(
        new FirstSteps() {
          @Override
          public List<Step> steps() {
            Field field =
                new Field("project.name", new Text("Name", "名称"), EVIL, List.of(), true, false);
            return List.of(
                new Step(
                    Name.PROJECT,
                    State.WRONG,
                    new Text("why", "原因"),
                    new Text("do", "处理"),
                    List.of(field)));
          }

          @Override
          public List<Text> write(Name step, Map<String, String> answers) {
            written.putAll(answers);
            return answers.isEmpty() ? List.of(new Text("missing", "缺少")) : List.of();
          }
        });
  }

  private JsonNode answer(String method, String body) throws IOException {
    Ask ask = new Ask(method, "/api/setup", Map.of(), body, "", "127.0.0.1", "", "h", "");
    Route route = routes.stream().filter(r -> r.method().equals(method)).findFirst().orElseThrow();
    return new ObjectMapper().readTree(route.handler().answer(ask, Optional.empty()).body());
  }

  @Test
  void whoMayLookSeesTheStepsAndOnlyTheAdministratorTakesThem() throws IOException {
    begin();
    JsonNode step = answer("GET", "").at("/steps/0");
    assertEquals("WRONG", step.get("state").asText());
    assertEquals("处理", step.at("/next/zh").asText());
    assertEquals(EVIL, step.at("/fields/0/value").asText(), "markup stays text");
    for (Route route : routes) {
      Right right = route.method().equals("GET") ? Right.LOOK : Right.ADMINISTER;
      assertEquals(right, route.right());
    }
  }

  @Test
  void answersGoToTheStepThatTheyName() throws IOException {
    begin();
    JsonNode answer = answer("POST", "{\"step\":\"PROJECT\",\"project.name\":\"矿\"}");
    assertEquals(0, answer.get("wrong").size());
    assertEquals(Map.of("project.name", "矿"), written);
    assertEquals("缺少", answer("POST", "{\"step\":\"PROJECT\"}").at("/wrong/0/zh").asText());
  }

  @Test
  void aStepThatIsNoneIsNotUnderstood() {
    begin();
    assertThrows(IllegalArgumentException.class, () -> answer("POST", "{\"step\":\"X\"}"));
    assertThrows(IllegalArgumentException.class, () -> answer("POST", "{}"));
  }

  @Test
  void aGatewayThatIsStillStartingHasNoSteps() throws IOException {
    assertEquals(0, answer("GET", "").get("steps").size());
    assertEquals("首次配置暂不可用", answer("POST", "{\"step\":\"PROJECT\"}").at("/error/zh").asText());
  }
}
