package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RectanglesTest {
  private static Rectangles of(String divisions, String positions, String weights) {
    return Rectangles.of(TestingOptions.rectangles(divisions, positions, weights));
  }

  private static String drawn(Rectangles rectangles, int region, int height, int width) {
    float[] map = rectangles.filters(height, width).maps().get(region);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < map.length; i++) {
      text.append(i > 0 && i % width == 0 ? "/" : "").append(map[i] == 0 ? '.' : '#');
    }
    return text.toString();
  }

  /** int(h / dy * py) as Python has it. */
  @ParameterizedTest
  @CsvSource({
    "1:2, 0:0, ##../##../##..",
    "1:2, 0:1, ..##/..##/..##",
    "2:1, 0:0, ####/..../....",
    "2:1, 1:0, ..../####/####",
    "1:3, 0:1, .#../.#../.#..",
    "1:3, 0:2, ..##/..##/..##",
    "3:4, 1-3:0-1, ..../#.../#...",
    "1:1, 0:0.5-1, ..##/..##/..##",
    "1:4, 0-1:1.5-3.9, .##./.##./.##."
  })
  void aRectangleEndsWhereTheExtensionEndsIt(String division, String position, String wanted) {
    assertThat(drawn(of(division, position, "0.5"), 0, 3, 4)).isEqualTo(wanted);
  }

  @Test
  void partsBehindTheLastRegionAreEverywhere() {
    Filters filters = of("1:2", "0:0", "0.5").filters(1, 2).forParts(2);
    assertThat(filters.maps().get(0)).containsExactly(0.5f, 0);
    assertThat(filters.maps().get(1)).containsExactly(1, 1);
  }

  @Test
  void theFirstRegionOfTheWholePictureIsTheBase() {
    assertThat(of("1:2,1:1,1:1", "0:0,0:0,0:0", "1,1,1").base()).isEqualTo(OptionalInt.of(1));
    assertThat(of("1:1,1:2", "0:0,0:0", "0,1").base()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1:1,1:2 | 0:0 | 1,1 | latent-couple: there are 2 divisions, 1 positions and 2 weights; give one of each for every region",
        "1 | 0:0 | 1 | latent-couple: divisions has \"1\"; write rows:columns, such as 1:2",
        "1:2 | 0 | 1 | latent-couple: positions has \"0\"; write row:column, such as 0:1 or 0:0-2",
        "1:x | 0:0 | 1 | latent-couple: divisions has \"x\", which is no number",
        "1:2 | 0:0 | 0x1p3 | latent-couple: weights has \"0x1p3\", which is no number",
        "1:2 | 0:0 | 0.8d | latent-couple: weights has \"0.8d\", which is no number",
        "1:2 | 0:0 | 1e38 | latent-couple: a region has the weight 1.0E38; a weight is from -100 to 100",
        "1:2 | 0:0 | -100.5 | latent-couple: a region has the weight -100.5; a weight is from -100 to 100",
        "0:1 | 0:0 | 1 | latent-couple: divisions has \"0\"; a side has at least 1 part",
        "1:2 | 0:2-1 | 1 | latent-couple: positions has \"2-1\"; a range is from-to, such as 0-2",
        "1:2 | 0:-1 | 1 | latent-couple: positions has \"-1\"; rows and columns count from 0, and a range is from-to, such as 0-2",
        "1:2 | 0:0-1-2 | 1 | latent-couple: positions has \"0-1-2\"; rows and columns count from 0, and a range is from-to, such as 0-2",
        "1:2 | 0:5 | 1 | latent-couple: the position 0:5 is outside of the division 1:2, whose columns go from 0 to 1",
        "2:2 | 2-3:1 | 1 | latent-couple: the position 2-3:1 is outside of the division 2:2, whose rows go from 0 to 1",
        "1:2,1:2 | 0:0,0:1 | 0,0 | latent-couple: the weights 0,0 sum to 0, so no region would be drawn; give them a sum above 0",
        "1:2,1:2 | 0:0,0:1 | 1,-1 | latent-couple: the weights 1,-1 sum to 0, so no region would be drawn; give them a sum above 0"
      })
  void whatIsWrittenWronglyIsTold(
      String divisions, String positions, String weights, String message) {
    assertThatThrownBy(() -> of(divisions, positions, weights))
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }

  @Test
  void moreDivisionsThanPartsAreTold() {
    Rectangles three = of("1:1,1:2,1:2", "0:0,0:0,0:1", "1,1,1");
    three.demand(3);
    three.demand(4);
    assertThatThrownBy(() -> three.demand(1))
        .hasMessage(
            "latent-couple: there are 3 divisions and the prompt has 1 part; join as many parts with AND, or leave out divisions");
  }

  @Test
  void aRegionWithoutACellIsTold() {
    assertThatThrownBy(() -> of("1:1,40:1", "0:0,0:0", "1,1").filters(8, 8))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: region 2 of divisions 1:1,40:1 at positions 0:0,0:0 has no cell in a picture of 64x64 pixels, which has 8 rows and 8 columns of 8 pixels; make it larger");
  }

  @Test
  void sizesThatDoNotDivideAreDrawnWithAWarning() {
    assertThat(of("1:1,1:2", "0:0,0:1", "1,1").warning(8, 8)).isEmpty();
    assertThat(of("1:1,1:3", "0:0,0:1", "1,1").warning(8, 8))
        .isEqualTo(
            "latent-couple: 64x64 pixels do not divide into the divisions 1:1,1:3; region 2 ends at the last whole cell of 8 pixels before its border");
  }
}
