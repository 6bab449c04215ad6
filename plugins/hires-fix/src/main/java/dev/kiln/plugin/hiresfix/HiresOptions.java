package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * webUI's hires fix, by its names. An empty text and a 0 mean: as in the first pass.
 *
 * @param scale how many times larger; of no meaning with a width or a height
 * @param width of the result in pixels; 0 for what the height's ratio makes of it
 * @param height of the result in pixels; 0 for what the width's ratio makes of it
 * @param upscaler a way to enlarge latents, or the name of an upscaler of pictures
 * @param strength 0 enlarges alone
 */
@PluginOptions
public record HiresOptions(
    @Option(
            label = "Draw small first",
            help = "Then enlarge the picture and draw it again at the larger size.",
            defaultValue = "false",
            webui = "enable_hr")
        boolean enabled,
    @Option(
            label = "Times larger",
            defaultValue = "2",
            min = 1,
            max = 8,
            step = 0.05,
            webui = "hr_scale")
        double scale,
    @Option(
            label = "Width of the result",
            help = "In pixels; comes before the factor. 0 for none.",
            defaultValue = "0",
            min = 0,
            max = 8192,
            step = 8,
            webui = "hr_resize_x")
        int width,
    @Option(
            label = "Height of the result",
            help = "In pixels; comes before the factor. 0 for none.",
            defaultValue = "0",
            min = 0,
            max = 8192,
            step = 8,
            webui = "hr_resize_y")
        int height,
    @Option(
            label = "Upscaler",
            help = "Latent, five more ways to enlarge latents, or the name of an upscaler.",
            defaultValue = "Latent",
            webui = "hr_upscaler",
            flags = "--hires-upscaler")
        String upscaler,
    @Option(
            label = "Steps of the second pass",
            help = "0 for those of the first.",
            defaultValue = "0",
            min = 0,
            max = 1000,
            webui = "hr_second_pass_steps",
            flags = "--hires-steps")
        int steps,
    @Option(
            label = "Denoising strength of the second pass",
            help = "How much is drawn anew. 0 enlarges alone.",
            defaultValue = "0.75",
            min = 0,
            max = 1,
            step = 0.05,
            webui = "denoising_strength",
            flags = "--hires-strength")
        double strength,
    @Option(
            label = "Sampler of the second pass",
            defaultValue = "",
            webui = "hr_sampler_name",
            flags = "--hires-sampler")
        String sampler,
    @Option(
            label = "Schedule of the second pass",
            defaultValue = "",
            webui = "hr_scheduler",
            flags = "--hires-scheduler")
        String scheduler,
    @Option(
            label = "CFG scale of the second pass",
            help = "0 for that of the first.",
            defaultValue = "0",
            min = 0,
            max = 100,
            webui = "hr_cfg",
            flags = "--hires-cfg")
        double cfgScale,
    @Option(
            label = "Prompt of the second pass",
            defaultValue = "",
            webui = "hr_prompt",
            flags = "--hires-prompt")
        String prompt,
    @Option(
            label = "Negative prompt of the second pass",
            defaultValue = "",
            webui = "hr_negative_prompt",
            flags = "--hires-negative")
        String negativePrompt,
    @Option(
            label = "Model of the second pass",
            defaultValue = "",
            webui = "hr_checkpoint_name",
            flags = "--hires-model")
        String model) {}
