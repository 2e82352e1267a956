package dev.kaltstart.kubernetes.pod;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The image of the short pods, the same as for reading restored volumes.
 *
 * @param probeImage needs a shell and nc
 */
@Validated
@ConfigurationProperties("kaltstart.restore")
public record ProbeImage(
        @DefaultValue("docker.io/library/busybox:1.37") @Pattern(regexp = "[a-z0-9][A-Za-z0-9./:@_-]{0,254}")
        String probeImage) {}
