package dev.kiln.plugin.embeddingcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedCommandTest {
  @TempDir Path folder;
  private Path prompts;

  @BeforeEach
  void name() {
    prompts = folder.resolve("prompts.txt");
  }

  private List<String> run() throws IOException {
    return run(prompts.toString());
  }

  private List<String> run(String name) throws IOException {
    Path cached = Files.createDirectories(folder.resolve("home"));
    FakeHome home = new FakeHome(cached, new CacheOptions(1));
    EmbeddingStore store = new EmbeddingStore(home);
    EmbeddingCache cache = new EmbeddingCache(store, home);
    FakeCliCall call = new FakeCliCall(name);
    assertThat(new EmbedCommand(new FakeEncoder(cache), store, cache, home).run(call)).isZero();
    return call.printed();
  }

  @Test
  void saysWhatWasNewWhatWasThereAndWhatItSaves() throws IOException {
    Files.writeString(prompts, "# foxes\na red fox\n\n  a blue fox \na red fox\n");
    assertThat(run())
        .containsExactly(
            "new    a red fox",
            "new    a blue fox",
            "there  a red fox",
            "3 prompts: 2 new, 1 already there; the empty negative prompt is kept too",
            "a generation of two kept chunks saves 0.75 s (0.50 s to open the text encoder,"
                + " 2 x 0.125 s to run it) and 250 MB");
    assertThat(run())
        .containsExactly(
            "there  a red fox",
            "there  a blue fox",
            "there  a red fox",
            "3 prompts: 0 new, 3 already there; the empty negative prompt is kept too",
            "a generation of two kept chunks saves 0.75 s (0.50 s to open the text encoder,"
                + " 2 x 0.125 s to run it) and 250 MB, as measured when it was last needed");
    Files.delete(folder.resolve("home/cost.properties"));
    assertThat(run())
        .endsWith("nothing was computed, so what a generation saves could not be measured");
  }

  @Test
  void aFileThatIsNoListOfPromptsIsOneSentence() throws IOException {
    assertThatThrownBy(this::run)
        .isInstanceOf(BadRequest.class)
        .hasMessage("there is no file " + prompts + "; name a text file, one prompt a line");
    Files.write(prompts, new byte[] {'a', (byte) 0xff, 'b'});
    assertThatThrownBy(this::run)
        .isInstanceOf(BadRequest.class)
        .hasMessage(prompts + " is not UTF-8 text; save it as UTF-8, one prompt a line");
    assertThatThrownBy(() -> run("a\0b"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("\"a\0b\" is no name of a file; name a text file, one prompt a line");
    Files.writeString(prompts, "# nothing\n\n");
    assertThatThrownBy(this::run)
        .isInstanceOf(BadRequest.class)
        .hasMessage(prompts + " holds no prompt; write one a line");
  }

  @Test
  void aPromptThatCannotBeEmbeddedIsNamedByItsLine() throws IOException {
    Files.writeString(prompts, "a red fox\n\na prompt that is much too long\n");
    assertThatThrownBy(this::run)
        .isInstanceOf(BadRequest.class)
        .hasMessage("line 3 of " + prompts + ": the prompt is too long");
  }
}
