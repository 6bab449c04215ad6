package dev.kiln.host.remote;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Asks other machines by HTTP. Safe from any thread. */
public final class Web {
  private static final int MOST_REDIRECTS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .proxy(ProxySelector.getDefault())
          .build();

  private final Account account;

  /**
   * Who asks one server.
   *
   * @param token empty for nobody
   */
  public record Account(URI server, String token) {
    private boolean isOf(URI address) {
      return !token.isBlank()
          && server.getScheme().equals(address.getScheme())
          && server.getAuthority().equals(address.getAuthority());
    }
  }

  /**
   * An answer whose body is read while it comes.
   *
   * @param address where it came from at last
   */
  public record Answer(URI address, int status, HttpHeaders headers, InputStream body)
      implements AutoCloseable {
    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    /** What was not read does not come. */
    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException gone) {
        return;
      }
    }
  }

  /**
   * @param account the token goes to its server alone, and not to where that leads
   */
  public Web(Account account) {
    this.account = account;
  }

  /**
   * Get what is at an address, or where it leads.
   *
   * @param headers of the request
   * @param taken further answers than 200 that are none of failure
   * @throws BadRequest when it is not to be had
   */
  public Answer get(URI address, Map<String, String> headers, Integer... taken) {
    URI at = demandHttp(address);
    for (int i = 0; i <= MOST_REDIRECTS; i++) {
      Answer answer = ask(at, headers);
      Optional<String> next = answer.header("Location");
      if (answer.status() / 100 != 3 || next.isEmpty()) {
        return demandTaken(answer, List.of(taken));
      }
      answer.close();
      at = followed(at, next.get());
    }
    throw new BadRequest(address + " leads from one address to the next without an end");
  }

  private Answer ask(URI at, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at).timeout(PATIENCE).header("User-Agent", "kiln");
    headers.forEach(request::header);
    if (account.isOf(at)) {
      request.header("Authorization", "Bearer " + account.token());
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      return new Answer(at, response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped");
    } catch (IOException e) {
      throw new BadRequest(
          "%s cannot be reached (%s); see to the address and the network"
              .formatted(at.getAuthority(), reason(e)),
          e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static URI demandHttp(URI address) {
    String scheme = address.getScheme();
    if (address.getHost() == null || !"http".equals(scheme) && !"https".equals(scheme)) {
      throw new BadRequest(address + " is no address that begins with http:// or https://");
    }
    return address;
  }

  private static URI followed(URI from, String location) {
    try {
      URI to = demandHttp(from.resolve(location));
      if (from.getScheme().equals("https") && to.getScheme().equals("http")) {
        throw new BadRequest(from + " leads to " + to + ", which anybody on the way can read");
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new BadRequest(from + " leads to \"" + location + "\", which is no address", e);
    }
  }

  private static Answer demandTaken(Answer answer, List<Integer> taken) {
    int status = answer.status();
    if (status == 200 || taken.contains(status)) {
      return answer;
    }
    answer.close();
    throw new BadRequest(
        switch (status) {
          case 401, 403 ->
              "%s is not for everybody (HTTP %d): set HF_TOKEN to a token of an account that may have it"
                  .formatted(answer.address(), status);
          case 404, 410 -> "there is nothing at " + answer.address() + "; see to its spelling";
          case 429 -> answer.address().getHost() + " was asked too often; wait and try again";
          default -> "%s answered with HTTP %d".formatted(answer.address(), status);
        });
  }
}
