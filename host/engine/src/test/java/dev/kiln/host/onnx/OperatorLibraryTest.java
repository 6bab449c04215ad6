package dev.kiln.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorLibraryTest {
  @TempDir Path temp;

  @Test
  void aLibraryThatIsMissingIsRefused() {
    Path library = temp.resolve("libmine.so");
    assertThatThrownBy(() -> open(library))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the operator library " + library + " is not there; install its plugin again");
  }

  @Test
  void whatIsNoLibraryIsRefused() throws IOException {
    Path library = Files.writeString(temp.resolve("libmine.so"), "no library");
    assertThatThrownBy(() -> open(library))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            "the operator library "
                + library
                + " cannot be loaded, it may be for another system or ONNX Runtime: ");
  }

  @Test
  void sessionsAreKeptApartByTheirLibraries() {
    SessionWishes with = new SessionWishes();
    with.of("mine").operators(temp.resolve("libmine.so"));
    assertThat(with.text()).isNotEqualTo(new SessionWishes().text());
  }

  private static void open(Path library) {
    Path file = DefaultModel.models().resolve("default/vae_encoder/model.onnx");
    SessionWishes wishes = new SessionWishes();
    wishes.of("mine").operators(library);
    InferenceSession.open(OrtRuntime.open(), file, OnnxReader.read(file), wishes).close();
  }
}
