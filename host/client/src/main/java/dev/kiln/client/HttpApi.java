package dev.kiln.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a host, and again where it is busy. Safe from any thread. */
final class HttpApi {
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final Connection connection;
  private final ObjectMapper mapper = new ObjectMapper();

  HttpApi(Connection connection) {
    this.connection = connection;
  }

  Duration patience() {
    return connection.patience();
  }

  /** That time, or the one for all answers where it is shorter. */
  Duration atMost(Duration time) {
    return time.compareTo(connection.timeout()) < 0 ? time : connection.timeout();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /**
   * The answer.
   *
   * @throws KilnException when the host refuses, fails or is away
   * @throws CancellationException when the thread was interrupted, or the host says that its work
   *     was stopped
   */
  byte[] bytes(Ask ask) {
    Retries retries = new Retries(connection.patience());
    while (true) {
      HttpResponse<byte[]> answer = once(ask);
      if (answer.statusCode() / 100 == 2) {
        return answer.body();
      }
      Optional<Duration> wait =
          answer.statusCode() == TOO_MANY || answer.statusCode() == UNAVAILABLE
              ? retries.again(answer.headers().firstValue("Retry-After"))
              : Optional.empty();
      if (wait.isEmpty()) {
        throw refusal(ask, answer.statusCode(), new String(answer.body(), UTF_8));
      }
      sleep(wait.get());
    }
  }

  private HttpResponse<byte[]> once(Ask ask) {
    try {
      return connection.http().send(ask.request(connection).build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw away(ask, e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** The answer read as JSON. */
  Object json(Ask ask) {
    return parsed(new String(bytes(ask), UTF_8));
  }

  /** An answer with a body that is sent as JSON. */
  Object json(String path, Object body) {
    try {
      return json(Ask.post(path, "application/json", mapper.writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      throw new KilnException(
          Reason.BAD_REQUEST, "the request has a value that is no JSON: " + e.getMessage(), e);
    }
  }

  /** A text as JSON; what is none says that a host answers which is no Kiln. */
  Object parsed(String text) {
    try {
      Object value = mapper.readValue(text, Object.class);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      throw noKiln(e);
    }
    throw noKiln(null);
  }

  private KilnException noKiln(@Nullable Throwable cause) {
    String message =
        "%s answers, but not as Kiln does; correct the address".formatted(connection.address());
    return cause == null
        ? new KilnException(Reason.UNREACHABLE, message)
        : new KilnException(Reason.UNREACHABLE, message, cause);
  }

  /** Events of a job as they come. */
  EventStream events(String path) {
    Ask ask = Ask.get(path).takingLong();
    EventStream events = new EventStream((status, body) -> refusal(ask, status, body));
    connection
        .http()
        .sendAsync(ask.request(connection).build(), events.handler())
        .whenComplete(events::answered);
    return events;
  }

  /** What an answer that is an error means. */
  private RuntimeException refusal(Ask ask, int status, String body) {
    Object json;
    try {
      json = mapper.readValue(body, Object.class);
    } catch (JsonProcessingException e) {
      json = Map.of();
    }
    String asked = connection.address() + ask.path().replaceAll("\\?.*", "");
    return Answers.refusal(asked, status, json);
  }

  private KilnException away(Ask ask, IOException problem) {
    boolean silent =
        problem instanceof HttpTimeoutException
            && !(problem instanceof HttpConnectTimeoutException);
    String why = problem.getMessage() == null ? "" : ": " + problem.getMessage();
    String sentence =
        silent
            ? "%s did not answer within %s s; see whether it is Kiln that listens there, or give it"
                    .formatted(
                        connection.address(), seconds(ask.longest().orElse(connection.timeout())))
                + " more time by KilnClient.builder(address).timeout(…)"
            : "Kiln at %s cannot be reached (%s%s); start it by kiln serve, or correct the address"
                .formatted(connection.address(), problem.getClass().getSimpleName(), why);
    return new KilnException(Reason.UNREACHABLE, sentence, problem);
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  static void sleep(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("the thread that waited for the host was interrupted");
  }
}
