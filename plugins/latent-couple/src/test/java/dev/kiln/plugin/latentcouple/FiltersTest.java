package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.FakePass;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiltersTest {
  @Test
  void aSoftBorderRisesEvenlyOverItsCells() {
    Filters step = new Filters(1, 6, List.of(new float[] {0, 0, 0, 1, 1, 1}));
    assertThat(step.softened(1)).isSameAs(step);
    assertThat(step.softened(2).maps().get(0)).containsExactly(0, 0, 0.25f, 0.75f, 1, 1);
    // The mean of three cells around each, then of five.
    assertThat(step.softened(3).maps().get(0))
        .containsExactly(new float[] {0, 0, 1 / 3f, 2 / 3f, 1, 1}, within(1e-6f));
    assertThat(step.softened(5).maps().get(0))
        .containsExactly(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, within(1e-6f));
  }

  @Test
  void softenedWeightsKeepTheirSum() {
    Filters soft =
        Rectangles.of(TestingOptions.rectangles("1:3,1:3,1:3", "0:0,0:1,0:2", "1,1,1"))
            .filters(5, 7)
            .softened(3.7);
    for (int cell = 0; cell < 35; cell++) {
      int at = cell;
      assertThat(soft.maps().stream().mapToDouble(map -> map[at]).sum()).isEqualTo(1, within(1e-6));
    }
  }

  private static RegionPlan plan(CoupleOptions options, int parts) {
    return new RegionPlan(options, Rectangles.of(options), parts, false);
  }

  @Test
  void cellsThatNoRegionCoversAreTold() {
    CoupleOptions options = TestingOptions.rectangles("1:2,2:2", "0:0,0:1", "1,1");
    assertThatThrownBy(() -> plan(options, 2).filters(FakePass.with()))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: no region covers 16 of 64 cells of 8 pixels, the first at row 4, column 4; widen a region or add one for the whole picture");
    // A third part is everywhere.
    assertThat(plan(options, 3).filters(FakePass.with()).maps()).hasSize(3);
  }

  @Test
  void weightsThatCancelEverywhereCoverNothing() {
    String divisions = "1:1,1:2,1:2";
    String positions = "0:0,0:0,0:1";
    for (String weights : List.of("1,-1,-1", "0.3,-0.3,-0.3")) {
      CoupleOptions options = TestingOptions.rectangles(divisions, positions, weights);
      assertThatThrownBy(() -> plan(options, 3).filters(FakePass.with()))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("latent-couple: no region covers 64 of 64 cells of 8 pixels");
    }
    // In one half alone they draw how the first part differs from the second.
    CoupleOptions half = TestingOptions.rectangles(divisions, positions, "1,-1,0.5");
    assertThat(plan(half, 3).filters(FakePass.with()).maps()).hasSize(3);
  }

  @Test
  void theMapsOfASizeAreComputedOnce() {
    FakePass pass = FakePass.with();
    CoupleOptions options = TestingOptions.rectangles("1:1,1:3", "0:0,0:1", "1,1");
    Filters first = plan(options, 2).filters(pass);
    assertThat(plan(options, 2).filters(pass)).isSameAs(first);
    assertThat(pass.warnings()).hasSize(1);
  }
}
