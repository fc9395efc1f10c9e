package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Issue 7: what a browser sends")
class DoorTest {
  private static final byte[] BODY = "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_8);

  /**
   * @param length what the browser says; -1 if nothing
   */
  private static HttpServletRequest post(String type, byte[] body, long length) {
    InputStream bytes = new ByteArrayInputStream(body);
    ServletInputStream in =
        new ServletInputStream() {
          @Override
          public int read() throws IOException {
            return bytes.read();
          }

          @Override
          public boolean isFinished() {
            return false;
          }

          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
          }
        };
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            DoorTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> "POST";
                  case "getContentType" -> type;
                  case "getContentLengthLong" -> length;
                  case "getInputStream" -> in;
                  case "getRequestURI" -> "/api/table/check";
                  case "getRemoteAddr" -> "127.0.0.1";
                  case "getParameterMap" -> Map.of("name", new String[] {"a.csv"});
                  case "getHeader", "getCookies" -> null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void aFileIsReadOnlyAsFarAsItIsAllowed() throws IOException {
    Ask ask = Door.ask(post("application/octet-stream", BODY, BODY.length));
    assertEquals("", ask.body());
    assertEquals("a.csv", ask.value("name"));
    assertArrayEquals(BODY, ask.upload().read(BODY.length));
    for (long said : new long[] {BODY.length, -1}) {
      Ask larger = Door.ask(post("application/octet-stream", BODY, said));
      assertThrows(Upload.TooLarge.class, () -> larger.upload().read(BODY.length - 1));
    }
  }

  @Test
  void aBodyIsNoFileAndAFormIsNeither() throws IOException {
    Ask json = Door.ask(post("application/json", BODY, BODY.length));
    assertEquals("{\"a\":\"b\"}", json.body());
    assertEquals(0, json.upload().read(99).length);
    Ask form = Door.ask(post("application/x-www-form-urlencoded", BODY, BODY.length));
    assertEquals("", form.body());
    assertEquals("", form.value("name"), "a page of another site can send one");
    assertEquals(0, form.upload().read(99).length);
  }
}
