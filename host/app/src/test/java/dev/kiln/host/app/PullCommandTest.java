package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.Sha256;
import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.remote.FileServer;
import dev.kiln.host.testing.DefaultModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kiln pull}, from a server on this machine that answers as the Hub does. */
class PullCommandTest {
  @TempDir private Path temp;
  private TestingCommandLine line;
  private FileServer server;
  private FileServer elsewhere;
  private Path models;
  private byte[] lora;

  @BeforeEach
  void serve() throws IOException {
    line = new TestingCommandLine(temp);
    models = temp.resolve("models");
    lora = Files.readAllBytes(DefaultModel.models().resolve("lora/cape.safetensors"));
    elsewhere = new FileServer().with("/files/cape.safetensors", lora);
    server =
        new FileServer()
            .repository("some/lora", "README.md", "words".getBytes(StandardCharsets.UTF_8))
            .repository("some/lora", "pytorch_lora_weights.safetensors", lora);
    line.in(Map.of("HF_ENDPOINT", server.url("")));
  }

  @AfterEach
  void stop() {
    server.close();
    elsewhere.close();
  }

  private Result pull(String... arguments) {
    List<String> all = new ArrayList<>(List.of("pull"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--home", temp.resolve("home").toString()));
    all.addAll(List.of("--plugins", line.plugins().toString()));
    all.addAll(List.of("--models", models.toString()));
    return line.run(false, all.toArray(String[]::new));
  }

  @Test
  void aFileOfTheHubIsShownAskedForCheckedAndNamedForItsRepository() throws IOException {
    Path target = models.resolve("lora/lora.safetensors");
    line.reads("y\n");
    Result result = pull("some/lora", "--into", "lora");
    assertThat(result)
        .isEqualTo(
            new Result(
                0,
                target + "\n",
                "kiln: pytorch_lora_weights.safetensors, %s, SHA-256 %s\n"
                        .formatted(SizeText.bytes(lora.length), Sha256.of(lora))
                    + "kiln: pull %s from %s into %s? [y/N] "
                        .formatted(
                            SizeText.bytes(lora.length),
                            server.url("").replace("http://", ""),
                            target)
                    + "kiln: lora/lora is a lora\n"));
    assertThat(target).hasBinaryContent(lora);
    int asked = server.asked().size();
    assertThat(pull("some/lora", "--into", "lora").err())
        .startsWith("kiln: " + target + " is there already\n");
    assertThat(server.asked()).hasSize(asked + 1);
  }

  @Test
  void withoutAYesNothingComes() throws IOException {
    for (String answer : List.of("n\n", "\n", "")) {
      line.reads(answer);
      Result result = pull("some/lora");
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains("nothing was done");
    }
    assertThat(models).doesNotExist();
    assertThat(server.asked()).allMatch(it -> it.startsWith("/api/"));
  }

  @Test
  void aModelOfDiffusersComesAsAFolderWithoutWhatIsNotNeeded() throws IOException {
    Path made = temp.resolve("made");
    assertThat(
            line.run(
                    false, "models", "random", "--like=tiny", "--format=diffusers", made.toString())
                .exit())
        .isZero();
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = made.relativize(file).toString().replace('\\', '/');
        if (file.endsWith("kiln-random.json")) {
          continue;
        }
        names.add(name);
        server.repository("some/tiny", name, Files.readAllBytes(file));
      }
    }
    assertThat(names).contains("unet/config.json", "unet/diffusion_pytorch_model.safetensors");
    server
        .repository("some/tiny", "unet/diffusion_pytorch_model.bin", new byte[9])
        .repository("some/tiny", "unet/diffusion_pytorch_model.fp16.safetensors", new byte[9])
        .repository("some/tiny", "safety_checker/model.safetensors", new byte[9]);
    Result result = pull("some/tiny", "--yes");
    assertThat(result.exit()).as(result.err()).isZero();
    Path folder = models.resolve("tiny");
    assertThat(result.out()).isEqualTo(folder + "\n");
    assertThat(result.err()).endsWith("kiln: tiny is a checkpoint; draw with it by --model\n");
    for (String name : names) {
      assertThat(folder.resolve(name)).hasSameBinaryContentAs(made.resolve(name));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(names.size());
    }
  }

  @Test
  void anAddressIsPulledAsItIsAndCheckedWhereTheUserSaysIts() throws IOException {
    String address = elsewhere.url("/files/cape.safetensors");
    Path target = models.resolve("cape.safetensors");
    assertThat(pull(address, "--yes", "--sha256", "0".repeat(64)).err())
        .contains("came with another content than that of SHA-256 000");
    assertThat(target).doesNotExist();
    assertThat(pull(address, "--yes", "--sha256", Sha256.of(lora)).exit()).isZero();
    assertThat(target).hasBinaryContent(lora);
    assertThat(pull(address, "--yes").err())
        .isEqualTo(
            "kiln: "
                + target
                + " is there and may be another file; move it away, or pull with --into\n");
  }

  @Test
  void whatIsNoModelDoesNotStay() {
    byte[] page = "<html>sign in</html>".getBytes(StandardCharsets.UTF_8);
    elsewhere.with("/files/page.safetensors", page);
    Result result = pull(elsewhere.url("/files/page.safetensors"), "--yes");
    Path target = models.resolve("page.safetensors");
    assertThat(result.err()).contains("kiln: " + target + " was no model and is deleted: ");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(target).doesNotExist();
  }

  @Test
  void intoIsBelowTheFolderOfTheModels() {
    for (String folder : List.of("../x", "lora/../..", temp.resolve("x").toString())) {
      Result result = pull("some/lora", "--into", folder, "--yes");
      assertThat(result.err())
          .isEqualTo(
              "kiln: --into %s is not below the folder of the models, %s; name one that is, or another with --models\n"
                  .formatted(folder, models));
      assertThat(result.exit()).isEqualTo(2);
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsRefusedBeforeItComes() {
    elsewhere.with("/files/old.ckpt", new byte[9]);
    server
        .repository("some/two", "a.safetensors", lora)
        .repository("some/two", "b.safetensors", lora)
        .repository("some/xl", "unet/config.json", new byte[2])
        .repository("some/xl", "text_encoder_2/config.json", new byte[2])
        .repository("some/bad", "../../x.safetensors", new byte[2]);
    refused("old.ckpt is no .safetensors, .gguf or .onnx file", elsewhere.url("/files/old.ckpt"));
    refused("some/two has several models; name one behind it: a.safetensors, b.saf", "some/two");
    refused("has no such file; it has: a.safetensors, b.safetensors", "some/two/c.safetensors");
    refused("is a model of a kind that Kiln does not draw with", "some/xl");
    refused("has a file \"../../x.safetensors\", which Kiln does not pull", "some/bad");
    refused("there is nothing at " + server.url("/api/models/some/none/tree"), "some/none");
    refused("\"no address\" is neither OWNER/NAME on the Hub nor an address", "no address");
    assertThat(models).doesNotExist();
  }

  private void refused(String sentence, String source) {
    Result result = pull(source, "--yes");
    assertThat(result.err()).contains(sentence).hasLineCount(1);
    assertThat(result.exit()).isEqualTo(2);
  }
}
