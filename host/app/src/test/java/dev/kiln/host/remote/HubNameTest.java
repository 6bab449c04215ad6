package dev.kiln.host.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubNameTest {
  private static final URI SERVER = URI.create("http://mirror.test:8080");

  @ParameterizedTest
  @CsvSource({
    "own/n.1, own/n.1, main, ''",
    "own/n@v2, own/n, v2, ''",
    "own/n/a/b.safetensors, own/n, main, a/b.safetensors",
    "own/n@v2/b.safetensors, own/n, v2, b.safetensors",
    "https://huggingface.co/own/n, own/n, main, ''",
    "https://huggingface.co/own/n/, own/n, main, ''",
    "https://huggingface.co/own/n/blob/main/b.safetensors, own/n, main, b.safetensors",
    "https://hf.co/own/n/resolve/v2/a/b.safetensors?download=true, own/n, v2, a/b.safetensors",
    "http://mirror.test:8080/own/n/tree/v2, own/n, v2, ''",
  })
  void isWhatUsersSay(String typed, String repository, String revision, String file) {
    assertThat(HubName.of(typed, SERVER)).contains(new HubName(repository, revision, file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.test/own/n/resolve/main/x.safetensors",
        "one",
        "https://huggingface.co/one",
        "http://[",
      })
  void somethingElseIsNone(String typed) {
    assertThat(HubName.of(typed, SERVER)).isEmpty();
  }
}
