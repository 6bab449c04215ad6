package dev.kiln.plugin.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaggerTest {
  private static final String WD =
      """
      tag_id,name,category,count
      1,blue_sky_(place),0,10
      2,"green, general",9,10
      3,red_girl,4,10
      """;

  @TempDir private Path temp;
  private TestingTagger models;

  @BeforeEach
  void open() {
    models = new TestingTagger(temp);
  }

  @AfterEach
  void close() {
    models.close();
  }

  private static Picture picture(int red, int green, int blue) {
    Picture picture = Picture.black(8, 8);
    for (int i = 0; i < 64; i++) {
      picture.set(i % 8, i / 8, red, green, blue);
    }
    return picture;
  }

  @Test
  void aWdTaggerSeesBlueFirstAndItsNamesBecomeAPrompt() {
    Tagger tagger = models.with("wd", 255, "selected_tags.csv", WD).tagger();

    assertThat(tagger.describe(picture(0, 0, 255))).isEqualTo("blue sky \\(place\\)");
    assertThat(tagger.describe(picture(255, 0, 128))).isEqualTo("red girl, blue sky \\(place\\)");
    assertThat(tagger.describe(picture(0, 255, 0))).as("a rating").isEmpty();
    assertThat(tagger.describe(picture(180, 0, 80))).as("below both thresholds").isEmpty();
  }

  @Test
  void deepDanbooruSeesRedFirstInNumbersUpToOne() {
    Tagger tagger =
        models.with("dd", 1, "tags.txt", "red_hair\ngreen_hair\nrating:safe\n").tagger();

    assertThat(tagger.describe(picture(255, 128, 255))).isEqualTo("red hair, green hair");
  }

  @Test
  void whatIsNotThereIsWhite() {
    Tagger tagger = models.with("wd", 255, "selected_tags.csv", WD).tagger();

    Picture clear = new Picture(8, 8, new byte[4 * 64]);
    assertThat(tagger.describe(clear)).isEqualTo("blue sky \\(place\\), red girl");
    // Three quarters of the square are beside the picture.
    assertThat(tagger.describe(Picture.black(8, 2))).isEqualTo("blue sky \\(place\\)");
  }

  @Test
  void withoutANetworkASentenceSaysWhereOneBelongs() {
    assertThatThrownBy(() -> models.tagger().describe(picture(0, 0, 0)))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("there is no tagger in " + models.folder() + "; put model.onnx");
  }

  @Test
  void filesThatDoNotGoTogetherAreNamed() throws Exception {
    models.with("wd", 255, "selected_tags.csv", WD.replaceFirst("3,red.*\n", ""));
    assertThatThrownBy(() -> models.tagger().describe(picture(0, 0, 0)))
        .isInstanceOf(BadRequest.class)
        .hasMessageEndingWith("gives 3 numbers, but its list has 2 tags; take both from one place");
    Files.writeString(models.folder().resolve("wd/selected_tags.csv"), "tag_id,name\n1\n");
    assertThatThrownBy(() -> models.tagger().describe(picture(0, 0, 0)))
        .isInstanceOf(BadRequest.class)
        .hasMessageEndingWith("has the row \"1\"; expected tag_id,name,category,count");
  }
}
