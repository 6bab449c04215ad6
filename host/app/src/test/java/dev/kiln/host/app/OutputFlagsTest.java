package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.image.PictureText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where pictures go, and what is printed of them. */
class OutputFlagsTest {
  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
  }

  private Result draw(String... flags) {
    List<String> all =
        new ArrayList<>(List.of("txt2img", "a girl", "--steps=1", "--size=64x64", "--seed=3"));
    all.addAll(List.of(flags));
    return line.run(all.toArray(String[]::new));
  }

  private String infotext(String name) throws IOException {
    return PictureText.of(name, Files.readAllBytes(line.pictures().resolve(name))).infotext();
  }

  @Test
  void aPictureOfAnyFormatIsDrawnAgainByItsText() throws IOException {
    Path webp = line.pictures().resolve("x.webp");
    Path jpeg = line.pictures().resolve("x.jpg");
    assertThat(draw("-o", webp.toString()).out()).isEqualTo(webp + "\n");
    assertThat(infotext("x.webp")).startsWith("a girl\n").contains("Seed: 3", "Size: 64x64");
    Result again =
        line.run("txt2img", "--like", webp.toString(), "-o", jpeg.toString(), "--quality=95");
    assertThat(again).isEqualTo(new Result(0, jpeg + "\n", again.err()));
    assertThat(infotext("x.jpg")).isEqualTo(infotext("x.webp"));
    assertThat(Files.readAllBytes(jpeg)).startsWith(0xff, 0xd8);
  }

  @Test
  void anEndingAndAFormatMayAgree() {
    Path jpeg = line.pictures().resolve("x.jpeg");
    assertThat(draw("-o", jpeg.toString(), "--format=jpg").out()).isEqualTo(jpeg + "\n");
  }

  @Test
  void onStdoutThereIsThePictureAndNothingElse() {
    assertThat(draw("-o", "-").exit()).isZero();
    byte[] png = line.written();
    assertThat(PictureText.of("stdout", png).infotext()).startsWith("a girl\n");
    assertThat(png).startsWith(0x89, 'P', 'N', 'G').endsWith(0xae, 0x42, 0x60, 0x82);
    assertThat(draw("-o", "-", "--format=jpg").exit()).isZero();
    assertThat(line.written()).startsWith(0xff, 0xd8).endsWith(0xff, 0xd9);
  }

  @Test
  void theResultIsPrintedAsJson() {
    Path first = line.pictures().resolve("x-1.png");
    Result result = draw("-o", line.pictures().resolve("x.png").toString(), "--json", "--batch=2");
    assertThat(result.out()).hasLineCount(1);
    Map<String, Object> json = new JsonCodec().object("stdout", result.out());
    assertThat(json)
        .containsOnlyKeys("images", "pictures", "request", "model", "infotext", "warnings");
    assertThat(json.get("images"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .hasSize(2)
        .first(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("file", first.toString())
        .containsEntry("width", 64)
        .containsEntry("seed", 3)
        .containsKeys("height", "subseed", "infotext");
    assertThat(json.get("request"))
        .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("prompt", "a girl")
        .containsEntry("steps", 1);
    assertThat(first).isNotEmptyFile();
  }

  @Test
  void listsArePrintedAsJson() {
    Map<String, Object> plugins =
        new JsonCodec().object("stdout", line.run("plugins", "--json").out());
    assertThat(plugins).containsOnlyKeys("plugins", "hooks", "conflicts", "attention", "options");
    String models = line.run("models", "--json", "--kind", "checkpoint").out();
    assertThat(new JsonCodec().object("stdout", "{\"models\":" + models + "}").get("models"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .first(InstanceOfAssertFactories.map(String.class, Object.class))
        .containsEntry("name", "default")
        .containsEntry("kind", "checkpoint")
        .containsEntry("size", 128)
        .containsEntry("title", "default [423bfbf86e]")
        .containsKeys("sha256", "file", "defaults", "bytes", "problem");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-o - --json       | -o - and --json both write to stdout; leave one of them out",
        "-o - --batch 2    | -o - is one picture, and 2 are asked for; name a file",
        "--quality 0       | quality is 0; it must be 1 to 100",
        "--format gif      | format is \"gif\"; it must be png, jpg, jpeg or webp",
        "-o x.png --format jpg | the ending of x.png says another format than --format jpg; leave one of"
            + " them out",
        "-o - --quality 70 | --quality is of JPEG and WebP, and the pictures are PNG; name a .jpg or"
            + " .webp file, or say --format",
      })
  void whatContradictsItselfIsRefused(String flags, String sentence) throws IOException {
    line.refused(draw(flags.split(" ")), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a boy,\nhat\n", "\uFEFFa boy,\r\nhat \r\n"})
  void aPromptIsReadFromStdinOrAFile(String text) throws IOException {
    Path file = Files.writeString(temp.resolve("prompt.txt"), text);
    String[] rest = {"--steps=1", "--size=64x64", "-o", "x.png"};
    line.reads(text).run(line.args("txt2img", "-", rest[0], rest[1], rest[2], rest[3]));
    assertThat(infotext("x.png")).startsWith("a boy,\nhat\nSteps: 1");
    Files.delete(line.pictures().resolve("x.png"));
    line.run(
        line.args("txt2img", "--prompt-file", file.toString(), rest[0], rest[1], rest[2], rest[3]));
    assertThat(infotext("x.png")).startsWith("a boy,\nhat\nSteps: 1");
  }

  /** picocli would read arguments from a file that such a word names. */
  @Test
  void aPromptMayBeginWithAnAt() throws IOException {
    Path file = Files.writeString(temp.resolve("at"), "--nope");
    String prompt = "@" + file;
    assertThat(line.draw(prompt, "--steps=1", "--size=64x64").exit()).isZero();
    assertThat(infotext("x.png")).startsWith(prompt + "\n");
  }

  @Test
  void aPromptThatIsNoneIsRefused() throws IOException {
    Path file = Files.write(temp.resolve("prompt.txt"), new byte[] {'a', (byte) 0xff});
    line.refused(
        line.run("txt2img", "--prompt-file", file.toString()),
        file + " is no text in UTF-8; save it as one");
    line.refused(
        line.run("txt2img", "a", "--prompt-file", file.toString()),
        "the prompt is typed, and --prompt-file " + file + " is one too; leave one of them out");
    line.reads("\n");
    line.refused(line.run("txt2img", "-"), "stdin is empty; write a prompt, or type \"\" for none");
    line.refused(
        line.run("txt2img", "--prompt-file", "absent.txt"),
        "there is no file absent.txt; name a text file");
  }
}
