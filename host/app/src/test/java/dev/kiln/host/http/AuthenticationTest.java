package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, and users beside them. */
class AuthenticationTest {
  @ParameterizedTest
  @CsvSource({
    "Bearer one, 200",
    "bearer  two , 200",
    "Bearer three, 401",
    "Bearer, 401",
    "Basic b25l, 401",
    "one, 401"
  })
  void aKeyCountsOnEveryRouteWhichOneOfThem(String header, int status) throws Exception {
    try (TestingServer server = TestingServer.with(TestingServer.keyed("one", "two"))) {
      for (String path : List.of("/", "/internal/ping", "/openapi.json", "/kiln/v1/models")) {
        assertThat(server.send(server.request(path).header("Authorization", header)).status())
            .as(path)
            .isEqualTo(status);
      }
    }
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    try (TestingServer server = TestingServer.with(TestingServer.keyed("one"))) {
      Answer without = server.get("/internal/ping");
      assertThat(without.status()).isEqualTo(401);
      assertThat(without.json().get("detail").asText())
          .isEqualTo("the API key is missing or wrong; send it as \"Authorization: Bearer KEY\"");
      assertThat(without.raw().headers().allValues("WWW-Authenticate"))
          .containsExactly("Bearer realm=\"Kiln\"");
    }
  }

  @Test
  void aUserOrAKeyIsEnough() throws Exception {
    Access both = new Access(List.of(), List.of(), null, List.of("a:b"), List.of("one"));
    try (TestingServer server = TestingServer.with(TestingServer.listening(both))) {
      for (String header : List.of("Basic YTpi", "Bearer one")) {
        assertThat(
                server
                    .send(server.request("/internal/ping").header("Authorization", header))
                    .status())
            .isEqualTo(200);
      }
      assertThat(server.get("/").raw().headers().allValues("WWW-Authenticate")).hasSize(2);
    }
  }
}
