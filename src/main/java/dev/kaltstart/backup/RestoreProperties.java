package dev.kaltstart.backup;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How restores are done.
 *
 * @param probeImage of the pod that reads a restored volume; needs a shell, find and du. Set another one when the cluster
 *     cannot pull from Docker Hub
 */
@Validated
@ConfigurationProperties("kaltstart.restore")
public record RestoreProperties(
        @DefaultValue("docker.io/library/busybox:1.37") @Pattern(regexp = "[a-z0-9][A-Za-z0-9./:@_-]{0,254}")
        String probeImage) {}
