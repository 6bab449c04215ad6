package dev.kiln.plugin.embeddingcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheJarTest {
  @SuppressWarnings("unchecked")
  private static Map<String, Object> state(TestingHost host, String method) {
    return (Map<String, Object>)
        new FakeApiCall(method, EmbeddingCacheRoutes.PATH).jsonFrom(host.plugins());
  }

  @Test
  void droppedInItAnswersTheSecondGenerationWithTheSameBits(@TempDir Path folder) throws Exception {
    try (TestingHost host = new TestingHost(folder)) {
      byte[] plain = host.generate(request -> request).images().get(0).rgb();
      host.drop("embedding-cache", Path.of("target", "classes"));
      for (int i = 0; i < 2; i++) {
        assertThat(host.generate(request -> request).images().get(0).rgb()).isEqualTo(plain);
      }
      assertThat(state(host, "GET"))
          .containsEntry("entries", 2)
          .containsEntry("hits", 2)
          .containsEntry("misses", 2);
      assertThat(state(host, "DELETE")).containsEntry("entries", 0);
    }
  }

  @Test
  void itsCommandFillsTheCacheForGenerations(@TempDir Path folder) throws Exception {
    Path prompts = Files.writeString(folder.resolve("prompts.txt"), "a girl with long red hair\n");
    try (TestingHost host = new TestingHost(folder)) {
      host.drop("embedding-cache", Path.of("target", "classes"));
      FakeCliCall call = new FakeCliCall(prompts.toString());
      assertThat(host.plugins().services().run("embed", call)).contains(0);
      assertThat(call.printed().get(0)).isEqualTo("new    a girl with long red hair");
      assertThat(call.printed().get(2)).startsWith("a generation of two kept chunks saves ");
      host.generate(request -> request);
      assertThat(state(host, "GET")).containsEntry("hits", 2).containsEntry("misses", 2);
    }
  }
}
