package dev.kiln.host.sampler;

import static dev.kiln.spi.sampling.SamplerInfo.Trait.ADAPTIVE;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.BROWNIAN_NOISE;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.DISCARD_NEXT_TO_LAST_SIGMA;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.READS_UNCOND;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.SECOND_ORDER;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.USES_CHURN;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.USES_ENSD;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.USES_ETA;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.USES_NOISE;

import dev.kiln.spi.sampling.SamplerInfo;
import java.util.ArrayList;
import java.util.List;

/** The samplers that Kiln comes with: webUI's in its order and with its names, then others. */
final class HostSamplers {
  private HostSamplers() {}

  static List<OfferedSampler> all() {
    List<OfferedSampler> all = new ArrayList<>(scheduled());
    all.addAll(withOwnSteps());
    all.add(
        new OfferedSampler(
            SamplerInfo.of("LCM", "k_lcm"), Lcm::new, LcmSigmas::new, OfferedSampler.HOST));
    all.addAll(beyondWebui());
    return all;
  }

  private static List<OfferedSampler> scheduled() {
    return List.of(
        new OfferedSampler(karras("DPM++ 2M", "k_dpmpp_2m"), Dpmpp2m::new),
        new OfferedSampler(
            karras("DPM++ SDE", "k_dpmpp_sde")
                .with(SECOND_ORDER, BROWNIAN_NOISE, USES_ETA, USES_NOISE),
            DpmppSde::new),
        new OfferedSampler(
            exponential("DPM++ 2M SDE", "k_dpmpp_2m_sde")
                .with(BROWNIAN_NOISE, USES_ETA, USES_NOISE),
            () -> new Dpmpp2mSde(Dpmpp2mSde.Correction.MIDPOINT)),
        new OfferedSampler(
            exponential("DPM++ 2M SDE Heun", "k_dpmpp_2m_sde_heun")
                .with(BROWNIAN_NOISE, USES_ETA, USES_NOISE),
            () -> new Dpmpp2mSde(Dpmpp2mSde.Correction.HEUN)),
        new OfferedSampler(
            karras("DPM++ 2S a", "k_dpmpp_2s_a")
                .with(USES_ENSD, SECOND_ORDER, USES_ETA, USES_NOISE),
            Dpmpp2sAncestral::new),
        new OfferedSampler(
            exponential("DPM++ 3M SDE", "k_dpmpp_3m_sde")
                .with(DISCARD_NEXT_TO_LAST_SIGMA, BROWNIAN_NOISE, USES_ETA, USES_NOISE),
            Dpmpp3mSde::new),
        new OfferedSampler(
            SamplerInfo.of("Euler a", "k_euler_a", "k_euler_ancestral").with(USES_ENSD, USES_ETA),
            EulerAncestral::new),
        new OfferedSampler(
            SamplerInfo.of("Euler", "k_euler").with(USES_CHURN, USES_NOISE), Euler::new),
        new OfferedSampler(SamplerInfo.of("LMS", "k_lms"), Lms::new),
        new OfferedSampler(
            SamplerInfo.of("Heun", "k_heun").with(SECOND_ORDER, USES_CHURN, USES_NOISE), Heun::new),
        new OfferedSampler(
            karras("DPM2", "k_dpm_2")
                .with(DISCARD_NEXT_TO_LAST_SIGMA, SECOND_ORDER, USES_CHURN, USES_NOISE),
            Dpm2::new),
        new OfferedSampler(
            karras("DPM2 a", "k_dpm_2_a")
                .with(DISCARD_NEXT_TO_LAST_SIGMA, USES_ENSD, SECOND_ORDER, USES_ETA, USES_NOISE),
            Dpm2Ancestral::new));
  }

  private static List<OfferedSampler> withOwnSteps() {
    return List.of(
        new OfferedSampler(
            SamplerInfo.of("DPM fast", "k_dpm_fast").with(USES_ENSD, USES_ETA, USES_NOISE),
            new SpanSampler(DpmFast::new)),
        new OfferedSampler(
            SamplerInfo.of("DPM adaptive", "k_dpm_ad").with(USES_ENSD, ADAPTIVE, USES_ETA),
            new SpanSampler(DpmAdaptive::new)),
        new OfferedSampler(karras("Restart", "restart").with(SECOND_ORDER), Restart::new),
        new OfferedSampler(
            SamplerInfo.of("DDIM", "ddim").with(USES_ETA),
            new VpSampler(Ddim::new, VpSampler::leading, 0)),
        new OfferedSampler(
            SamplerInfo.of("DDIM CFG++", "ddim_cfgpp").with(READS_UNCOND, USES_ETA),
            new VpSampler(DdimCfgPlusPlus::new, VpSampler::leading, 0)),
        new OfferedSampler(
            SamplerInfo.of("PLMS", "plms"), new VpSampler(Plms::new, VpSampler::leading, 0)),
        new OfferedSampler(
            SamplerInfo.of("UniPC", "unipc"),
            new VpSampler(() -> new UniPc(true), VpSampler::even, 0)));
  }

  private static List<OfferedSampler> beyondWebui() {
    return List.of(
        new OfferedSampler(
            SamplerInfo.of("TCD", "tcd").with(USES_ETA),
            new DistilledSampler(Tcd::new, DistilledSampler::distilled, 0.3)),
        new OfferedSampler(
            SamplerInfo.of("DDIM trailing", "ddim_trailing").with(USES_ETA),
            new DistilledSampler(Ddim::new, DistilledSampler::trailing, 0)),
        new OfferedSampler(
            SamplerInfo.of("Euler CFG++", "k_euler_cfg_pp", "euler_cfg_pp")
                .with(READS_UNCOND, USES_ETA),
            new StillSampler(DdimCfgPlusPlus::new)));
  }

  private static SamplerInfo karras(String name, String alias) {
    return SamplerInfo.of(name, alias).withSchedule("karras");
  }

  private static SamplerInfo exponential(String name, String alias) {
    return SamplerInfo.of(name, alias).withSchedule("exponential");
  }
}
