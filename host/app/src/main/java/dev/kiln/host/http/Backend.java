package dev.kiln.host.http;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.job.JobQueue;
import dev.kiln.host.request.GeneratedImage;
import java.util.function.BiConsumer;

/**
 * What the server gives access to.
 *
 * @param save writes a picture into the output folder
 * @param version of Kiln, as it is written into answers
 */
public record Backend(
    JobQueue jobs,
    Catalog catalog,
    PluginSite plugins,
    BiConsumer<GeneratedImage, PictureEncoding> save,
    String version) {}
