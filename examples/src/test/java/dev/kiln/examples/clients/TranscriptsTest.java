package dev.kiln.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.examples.clients.Transcript.Call;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients of webUI sent, sent again: the product answers as it did to them. */
@DisabledOnOs(OS.WINDOWS)
class TranscriptsTest {
  @TempDir static Path folder;
  private static RunningKiln kiln;

  @BeforeAll
  static void serve() throws Exception {
    kiln = RunningKiln.in(folder);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    kiln.close();
  }

  static Iterable<Path> files() throws IOException {
    return Transcript.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachCallIsAnsweredAsItWas(Path file) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    int number = 0;
    for (Call call : Transcript.read(file)) {
      HttpResponse<byte[]> answer = call.send(client, kiln.address());
      String what = "%s, call %d: %s".formatted(file.getFileName(), ++number, call.path());
      assertThat(answer.statusCode()).as(what).isEqualTo(call.status());
      assertThat(Transcript.shape(answer.body())).as(what).isEqualTo(call.answer());
    }
  }
}
