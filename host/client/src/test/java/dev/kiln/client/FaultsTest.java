package dev.kiln.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawn;
import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.api.Picture;
import dev.kiln.api.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client does with hosts that are busy, break off or are none. */
@Timeout(60)
class FaultsTest {
  private static final String FULL =
      "{\"error\":\"QueueFull\",\"detail\":\"2 requests wait already; try again later\"}";
  private static final String RUNNING =
      "{\"state\":\"running\",\"step\":1,\"steps\":2,\"batch\":0,\"batches\":1}";
  private static final String DONE =
      "{\"state\":\"done\",\"step\":2,\"steps\":2,\"batches\":1,\"batch\":1,"
          + "\"images\":[{\"url\":\"/picture\",\"seed\":7,\"infotext\":\"a\"}],\"pictures\":[],"
          + "\"request\":{\"seed\":7},\"model\":{\"name\":\"tiny\",\"hash\":\"\"},"
          + "\"warnings\":[\"late\"]}";
  private static final byte[] PNG =
      Picture.of(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB)).png();

  private final ScriptedHost host = new ScriptedHost();

  FaultsTest() throws IOException {}

  @AfterEach
  void close() {
    host.close();
  }

  private KilnClient client() {
    return client(Duration.ofSeconds(20));
  }

  private KilnClient client(Duration patience) {
    return KilnClient.builder(host.address()).patience(patience).build();
  }

  private KilnException refused(KilnClient client) {
    return catchThrowableOfType(KilnException.class, client::models);
  }

  @Test
  void aBusyHostIsAskedAgainWhenItSays() {
    host.then(429, FULL, "Retry-After", "1").then(503, "{}", "Retry-After", "0").then(200, "[]");
    long start = System.nanoTime();
    assertThat(client().models()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
    assertThat(host.asked).containsOnly("GET /kiln/v1/models").hasSize(3);
  }

  @Test
  void aBusyHostThatDoesNotSayIsAskedAgainSoon() {
    host.then(503, "{}").then(200, "[]");
    assertThat(client().models()).isEmpty();
  }

  @Test
  void aBusyHostIsAskedOnceMoreWhenThePatienceIsOver() {
    host.then(429, FULL, "Retry-After", "3600").then(200, "[]");
    assertThat(client(Duration.ofMillis(300)).models()).isEmpty();
  }

  @Test
  void whoHasNoPatienceIsToldAtOnce() {
    host.then(429, FULL, "Retry-After", "3600").then(503, "{\"detail\":\"too little memory\"}");
    KilnException full = refused(client(Duration.ZERO));
    assertThat(full).hasMessage("2 requests wait already; try again later");
    assertThat(full.reason()).isEqualTo(Reason.QUEUE_FULL);
    KilnException poor = refused(client(Duration.ZERO));
    assertThat(poor).hasMessage("too little memory");
    assertThat(poor.reason()).isEqualTo(Reason.OUT_OF_RESOURCES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          401 | {"detail":"Incorrect username or password"} | BAD_REQUEST    | HOST/kiln/v1/models demands a key or a user, and what was given is missing or wrong; give one by KilnClient.builder(address).apiKey(…) or .user(…)
          422 | {"detail":[{"loc":["body","steps"],"msg":"value is not a valid integer"}]} | BAD_REQUEST | steps: value is not a valid integer
          422 | {"detail":[{"loc":["body","steps"],"msg":"value is not a valid integer","input":"\\"many\\""}]} | BAD_REQUEST | steps: value is not a valid integer; found "many"
          500 | {"error":"PluginProblem","detail":"plugin 'x' failed"} | PLUGIN_PROBLEM | plugin 'x' failed
          500 | {"error":"InternalError","detail":"a fault"} | INTERNAL_ERROR | a fault
          404 | {"detail":"Not Found"} | BAD_REQUEST | HOST/kiln/v1/models answers with status 404; it is no Kiln, or lacks a plugin for this
          502 | <html/> | UNREACHABLE | HOST/kiln/v1/models answers with status 502; it is no Kiln, or lacks a plugin for this
          200 | <html/> | UNREACHABLE | HOST answers, but not as Kiln does; correct the address
          """)
  void anAnswerThatIsAnErrorIsASentence(int status, String body, Reason reason, String message) {
    host.then(status, body);
    KilnException refused = refused(client());
    assertThat(refused).hasMessage(message.replace("HOST", host.address()));
    assertThat(refused.reason()).isEqualTo(reason);
  }

  @Test
  void aHostThatIsAwayIsNamed() {
    String address = host.address();
    host.close();
    KilnException away = refused(client());
    assertThat(away.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(away)
        .hasMessageStartingWith("Kiln at " + address + " cannot be reached (ConnectException")
        .hasMessageEndingWith("; start it by kiln serve, or correct the address");
  }

  @Test
  void keysAndUsersAreSent() {
    host.then(200, "[]").then(200, "[]");
    KilnClient.builder(host.address() + "/").apiKey("secret").build().models();
    KilnClient.builder(host.address()).user("ann", "äpfel").build().models();
    assertThat(host.authorizations).containsExactly("Bearer secret", "Basic YW5uOsOkcGZlbA==");
  }

  @Test
  void aHostThatTakesAQuestionAndDoesNotAnswerIsAway() throws IOException {
    // The system takes the connection, and nobody the question.
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        KilnClient client =
            KilnClient.builder("http://127.0.0.1:" + silent.getLocalPort())
                .timeout(Duration.ofMillis(200))
                .build()) {
      String sentence =
          "http://127.0.0.1:" + silent.getLocalPort() + " did not answer within 0.2 s";
      Picture picture = Picture.of(PNG);
      for (Runnable ask :
          List.<Runnable>of(
              client::models,
              () -> client.upscale(u -> u.image(picture)),
              () -> client.submit(DrawRequest.txt2img(r -> r.prompt("a"))))) {
        KilnException away = catchThrowableOfType(KilnException.class, ask::run);
        assertThat(away).hasMessageStartingWith(sentence);
        assertThat(away.reason()).isEqualTo(Reason.UNREACHABLE);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localhost:7860          | ; give one like http://127.0.0.1:7860
          http://127.0.0.1:99999  | : its port must be 1 to 65535
          http://127.0.0.1:0      | : its port must be 1 to 65535
          http://my_host:7860     | : its name has a character that names of hosts have not
          http://127.0.0.1:7860/?a | : leave out what stands behind its path
          """)
  void whatIsNoAddressIsRefused(String address, String why) {
    assertThat(refused(() -> KilnClient.connect(address)))
        .hasMessage("\"" + address + "\" is no address of a host" + why);
  }

  private static KilnException refused(Runnable use) {
    KilnException refused = catchThrowableOfType(KilnException.class, use::run);
    assertThat(refused.reason()).isEqualTo(Reason.BAD_REQUEST);
    return refused;
  }

  @Test
  void whatNoHostCouldTakeIsRefused() {
    KilnClient.Builder builder = KilnClient.builder("http://127.0.0.1:1");
    for (String key : List.of("secret\n", "se cret", "schlüssel")) {
      assertThat(refused(() -> builder.apiKey(key)))
          .hasMessageStartingWith("the API key has a space, a line break or a letter beyond ASCII");
    }
    assertThat(refused(() -> builder.apiKey(""))).hasMessageStartingWith("the API key is empty");
    assertThat(refused(() -> builder.user("a:b", "c"))).hasMessageContaining("has a colon");
    assertThat(refused(() -> builder.patience(Duration.ofSeconds(-1))))
        .hasMessage("patience is PT-1S; it must be zero, to ask once, or more");
    assertThat(refused(() -> builder.timeout(Duration.ZERO)))
        .hasMessage("timeout is PT0S; it must be more than zero");
    assertThatThrownBy(() -> KilnClient.connect(null)).hasMessageStartingWith("address is null; ");
    try (KilnClient client = builder.build()) {
      assertThatThrownBy(() -> client.submit(null)).hasMessageStartingWith("request is null; ");
    }
  }

  @Test
  void eventsThatBreakOffAreFollowedAgain() {
    host.then(202, "{\"state\":\"queued\",\"warnings\":[\"early\"]}")
        .then(200, "event: progress\ndata: " + RUNNING + "\n\n")
        .then(200, RUNNING)
        .then(429, "{\"detail\":\"64 listeners follow jobs already\"}")
        .then(200, RUNNING)
        .then(200, ": \n\nevent: done\ndata: " + DONE + "\n\n")
        .then(200, PNG);
    List<Progress.State> states = new CopyOnWriteArrayList<>();
    Drawn drawn =
        client().draw(DrawRequest.txt2img(r -> r.prompt("a")), it -> states.add(it.state()));
    assertThat(drawn.picture().png()).isEqualTo(PNG);
    assertThat(drawn.picture().seed()).hasValue(7);
    assertThat(drawn.model()).isEqualTo("tiny");
    assertThat(drawn.warnings()).containsExactly("early", "late");
    assertThat(states).contains(Progress.State.RUNNING).last().isEqualTo(Progress.State.DONE);
    assertThat(host.left()).isEmpty();
  }

  @Test
  void aRequestWhoseAnswerIsLostIsNotSentTwice() {
    host.thenBreaksOff()
        .then(200, "{\"state\":\"queued\"}")
        .then(200, "event: done\ndata: " + DONE + "\n\n")
        .then(200, PNG);
    Drawn drawn = client().draw(DrawRequest.txt2img(r -> r.prompt("a")));
    assertThat(drawn.picture().png()).isEqualTo(PNG);
    assertThat(host.asked)
        .containsExactly(
            "POST /kiln/v1/jobs",
            "GET /kiln/v1/jobs/ID",
            "GET /kiln/v1/jobs/ID/events",
            "GET /picture");
  }

  @Test
  void aJobThatFailsSaysWhyAndOfWhatKind() {
    host.then(202, "{\"state\":\"queued\"}")
        .then(
            200,
            "event: failed\ndata: {\"state\":\"failed\",\"error\":\"OutOfResources\","
                + "\"detail\":\"too little memory\"}\n\n");
    KilnException failed =
        catchThrowableOfType(
            KilnException.class, () -> client().draw(DrawRequest.txt2img(r -> r.prompt("a"))));
    assertThat(failed).hasMessage("too little memory");
    assertThat(failed.reason()).isEqualTo(Reason.OUT_OF_RESOURCES);
  }
}
