package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerCatalogTest {
  private static final TrainedSigmas TABLE = TestingRun.TABLE;
  private final SamplerNames names = new SamplerNames(List.of(), List.of());
  private final SamplerCatalog catalog = new SamplerCatalog(List.of(), List.of());

  @Test
  void webuisSamplersComeFirstInItsOrder() {
    assertThat(names.samplers().stream().map(SamplerInfo::name))
        .containsExactly(
            "DPM++ 2M",
            "DPM++ SDE",
            "DPM++ 2M SDE",
            "DPM++ 2M SDE Heun",
            "DPM++ 2S a",
            "DPM++ 3M SDE",
            "Euler a",
            "Euler",
            "LMS",
            "Heun",
            "DPM2",
            "DPM2 a",
            "DPM fast",
            "DPM adaptive",
            "Restart",
            "DDIM",
            "DDIM CFG++",
            "PLMS",
            "UniPC",
            "LCM",
            "TCD",
            "DDIM trailing",
            "Euler CFG++");
  }

  @Test
  void webuisSchedulesComeFirstInItsOrder() {
    assertThat(names.schedules().stream().map(ScheduleInfo::label))
        .containsExactly(
            "Automatic",
            "Uniform",
            "Karras",
            "Exponential",
            "Polyexponential",
            "SGM Uniform",
            "KL Optimal",
            "Align Your Steps",
            "Simple",
            "Normal",
            "DDIM",
            "Beta",
            "GITS");
  }

  @ParameterizedTest
  @CsvSource({
    "DPM++ 2M,automatic,DPM++ 2M,karras",
    "dpm++ 2m,'',DPM++ 2M,karras",
    "k_euler_ancestral,Automatic,Euler a,uniform",
    "Euler,SGMUniform,Euler,sgm_uniform",
    "Euler,KARRAS,Euler,karras",
    "Euler,align your steps,Euler,align_your_steps",
    "DPM++ SDE Karras,automatic,DPM++ SDE,karras",
    "DPM++ 2M SDE Exponential,Automatic,DPM++ 2M SDE,exponential",
    "LMS Karras,simple,LMS,karras",
    "euler a sgm uniform,automatic,Euler a,sgm_uniform",
    "DPM++ 2M Automatic,beta,DPM++ 2M,karras",
    "DDIM,automatic,DDIM,uniform",
    "DPM2 a,exponential,DPM2 a,exponential",
    "DPM++ 3M SDE,automatic,DPM++ 3M SDE,exponential"
  })
  void samplersAndSchedulesAreFoundByAnyOfTheirNames(
      String sampler, String scheduler, String foundSampler, String foundSchedule) {
    SamplerCatalog.Choice choice = catalog.choose(sampler, scheduler);
    assertThat(choice.sampler().info().name()).isEqualTo(foundSampler);
    assertThat(choice.schedule().info().name()).isEqualTo(foundSchedule);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> catalog.choose("Eulr a", "automatic"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("unknown sampler \"Eulr a\"; nearest: Euler a, Euler, DPM2 a");
    assertThatThrownBy(() -> catalog.choose("Euler", "karas"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("unknown scheduler \"karas\"; nearest: Karras, Normal, Beta");
    assertThatThrownBy(() -> catalog.choose("Karras", "automatic"))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("unknown sampler \"Karras\"; nearest: ");
  }

  @Test
  void samplersOfPluginsComeLastAndBringTheirSchedules() {
    OfferedSampler sampler =
        new OfferedSampler(
            SamplerInfo.of("Mine", "my_own").withSchedule("steep"), Euler::new, "steep");
    OfferedSchedule schedule =
        new OfferedSchedule(
            new ScheduleInfo("steep", "Steep", List.of(), 0, false),
            call -> new double[] {call.sigmaMax(), 0});
    SamplerCatalog more = new SamplerCatalog(List.of(sampler), List.of(schedule));
    assertThat(more.choose("MY_OWN", "automatic"))
        .isEqualTo(new SamplerCatalog.Choice(sampler, schedule));
    assertThat(more.choose("Euler Steep", "automatic").schedule()).isSameAs(schedule);
  }

  @Test
  void aSamplerWhoseScheduleIsNotThereSaysSo() {
    OfferedSampler sampler =
        new OfferedSampler(SamplerInfo.of("Mine").withSchedule("steep"), Euler::new, "steep");
    SamplerCatalog more = new SamplerCatalog(List.of(sampler), List.of());
    assertThatThrownBy(() -> more.choose("Mine", "automatic"))
        .isInstanceOf(SamplerNames.Unscheduled.class)
        .hasMessage("its schedule \"steep\" is not there; name a scheduler with it");
  }

  @Test
  void levelsAreTheSchedulesBetweenTheModelsEnds() {
    double[] sigmas = catalog.sigmas(catalog.choose("DPM++ 2M", ""), 20, TABLE, SigmaWishes.NONE);
    assertThat(sigmas)
        .containsExactly(HostSchedules.karras(20, TABLE.min(), TABLE.max(), 7), within(1e-12));
  }

  @Test
  void wishesOverrideLevelsAndExponent() {
    double[] sigmas =
        catalog.sigmas(
            catalog.choose("Euler", "karras"), 20, TABLE, new SigmaWishes(0.1, 10, 5, false));
    assertThat(sigmas).containsExactly(HostSchedules.karras(20, 0.1, 10, 5), within(1e-12));
  }

  /** One level more is asked for and the last but one left out. */
  @ParameterizedTest
  @CsvSource({"DPM2,false", "DPM2 a,false", "DPM++ 3M SDE,false", "Euler,true", "DPM2,true"})
  void thePenultimateLevelIsDiscarded(String name, boolean wish) {
    double[] sigmas =
        catalog.sigmas(catalog.choose(name, "karras"), 10, TABLE, new SigmaWishes(0, 0, 0, wish));
    double[] whole = HostSchedules.karras(11, TABLE.min(), TABLE.max(), 7);
    assertThat(sigmas).hasSize(11).startsWith(whole[0], whole[1]);
    assertThat(sigmas[9]).isCloseTo(whole[9], within(1e-12));
    assertThat(sigmas[10]).isZero();
  }

  @Test
  void samplersWithTheirOwnLevelsIgnoreTheSchedule() {
    SamplerCatalog.Choice choice = catalog.choose("DPM fast", "karras");
    assertThat(catalog.sigmas(choice, 20, TABLE, SigmaWishes.NONE))
        .containsExactly(TABLE.max(), TABLE.min());
  }
}
