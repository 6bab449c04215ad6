package dev.kiln.spi.upscale;

import dev.kiln.spi.ValueType;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An upscaler.
 *
 * @param name by which requests choose it: "Lanczos", "4x-UltraSharp"
 * @param scale how many times larger one run makes a picture; 0 for one that reaches any size at
 *     once, or whose scale shows only when it runs
 * @param file its model; null for one that needs none
 */
@ValueType
public record UpscalerInfo(String name, int scale, @Nullable Path file) {}
