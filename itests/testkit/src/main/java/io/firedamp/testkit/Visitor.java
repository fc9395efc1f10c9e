package io.firedamp.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks a gateway's pages over HTTPS as a program does, without a browser. Trusts the certificate
 * that the gateway has made for itself, and no other. One thread.
 */
public final class Visitor {
  /** The name of the pages' cookie. */
  public static final String COOKIE = "__Host-firedamp";

  private static final String WORD_OF_THE_FILE = "firedamp";
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final String site;
  private final SSLContext tls;
  private final HttpClient client;
  private String session = "";

  /**
   * @param certificate {@code secure/console.p12} of the gateway; exists
   * @param port of loopback
   */
  public Visitor(Path certificate, int port) throws IOException, GeneralSecurityException {
    site = "https://127.0.0.1:" + port;
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStore.getInstance(certificate.toFile(), WORD_OF_THE_FILE.toCharArray()));
    tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), new SecureRandom());
    client = HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  /** What stands before every path, as {@code https://127.0.0.1:8443}. */
  public String site() {
    return site;
  }

  /** For who speaks HTTP by himself. */
  public SSLContext tls() {
    return tls;
  }

  /** The word that its cookie carries; empty before it is in. */
  public String session() {
    return session;
  }

  /** Asks for a page, or a page's question. Blocks for the answer. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  /** Asks for something to be done. Blocks for the answer. */
  public HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** Comes in, and stays in; the answer says whether it did. Blocks for it. */
  public HttpResponse<String> logIn(String user, String password)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        post("/api/login", "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(user, password));
    answer
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(cookie -> session = cookie.replaceFirst("^" + COOKIE + "=([^;]*).*", "$1"));
    return answer;
  }

  /**
   * Listens to the live events, as an open page does, over a connection of its own.
   *
   * @param bytes counts what comes
   * @return cancel it to hang up
   */
  public CompletableFuture<?> listen(AtomicLong bytes) {
    HttpRequest forever =
        HttpRequest.newBuilder(URI.create(site + "/api/live"))
            .header("Cookie", COOKIE + "=" + session)
            .build();
    return client.sendAsync(
        forever,
        BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(p -> bytes.addAndGet(p.length))));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(site + path)).timeout(ANSWER);
    return session.isEmpty() ? builder : builder.header("Cookie", COOKIE + "=" + session);
  }
}
