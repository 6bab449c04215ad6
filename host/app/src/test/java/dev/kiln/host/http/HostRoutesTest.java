package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostRoutesTest {
  @Test
  void listIsWhatTheServerHas() {
    try (TestingServer server = TestingServer.free()) {
      assertThat(HostRoutes.all())
          .as("the list in HostRoutes; a new route belongs there too")
          .containsExactlyInAnyOrderElementsOf(server.api.routes());
    }
  }
}
