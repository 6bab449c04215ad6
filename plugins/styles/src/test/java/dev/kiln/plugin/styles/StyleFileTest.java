package dev.kiln.plugin.styles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StyleFileTest {
  @TempDir private Path folder;

  private StyleFile file(String named) {
    return new StyleFile(new FakeHome(folder, new StyleSettings(named)));
  }

  private List<Style> read(String text) throws IOException {
    Files.writeString(folder.resolve(StyleFile.NAME), text);
    return file("").all();
  }

  @Test
  void cellsAreReadAsPythonWritesThem() throws IOException {
    assertThat(
            read(
                "\uFEFFname,prompt,negative_prompt\r\n"
                    + "one,\"a, \"\"b\"\"\nc\",d\r\n"
                    + "\r\n"
                    + "# two,e,f\r\n"
                    + "three, \"g\",\r\n"
                    + ",h,i\r\n"
                    + "four"))
        .containsExactly(
            new Style("one", "a, \"b\"\nc", "d"),
            new Style("three", "g", ""),
            new Style("four", "", ""));
  }

  @Test
  void webuisFirstFilesHaveATextAndNoNegativePrompt() throws IOException {
    assertThat(read("name,text\none,a\n")).containsExactly(new Style("one", "a", ""));
  }

  @Test
  void aFileNeedNotBeThereUnlessItIsNamed() {
    assertThat(file("").all()).isEmpty();
    String absent = folder.resolve("absent.csv").toString();
    assertThatThrownBy(() -> file(absent).all())
        .isInstanceOf(BadRequest.class)
        .hasMessage("styles: " + absent + " is not there; --styles-file names another");
  }

  @Test
  void anotherFileAndAnotherNameAreTold() throws IOException {
    assertThatThrownBy(() -> read("a,b\nc,d\n"))
        .isInstanceOf(BadRequest.class)
        .hasMessageEndingWith(" is \"a,b\"; it must be name,prompt,negative_prompt");
    read("name,prompt\none,a\ntwo,b\n");
    assertThatThrownBy(() -> file("").named(List.of("three")))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "styles: there is no style \"three\" in %s; there are: one, two"
                .formatted(folder.resolve(StyleFile.NAME)));
    assertThatThrownBy(() -> new StyleOptions(List.of(3)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("styles: 3 is no name of a style; write it as a text");
  }
}
