package io.slipway.automation.module.certificates;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.Attributes;

/** What {@code x509_certificate} takes. */
final class CertificateOptions {

    private static final String KEY_ID = "Whether the certificate gets an identifier of its key";
    private static final String NOT_OFFERED = "Of a provider that is not offered";

    private CertificateOptions() {}

    static ModuleSpec spec() {
        return ModuleSpec.of("x509_certificate", "Keeps a certificate")
                .options(KeptFile.OPTIONS)
                .options(
                        Option.of("provider", STRING, "Who makes it: its own key (selfsigned) or an authority (ownca)")
                                .oneOf("acme", "entrust", "ownca", "selfsigned"),
                        Option.of("csr_path", PATH, "A file of the node that holds the request"),
                        Option.of("csr_content", STRING, "The request itself"),
                        Option.of("ignore_timestamps", BOOL, "Whether other dates are no reason for a new certificate")
                                .orElse(true),
                        KeptFile.KEY_PATH,
                        KeptFile.KEY_CONTENT,
                        KeptFile.PASSPHRASE)
                .options(selfsigned())
                .options(ownca())
                .options(acme())
                .options(entrust())
                .options(Attributes.OPTIONS)
                .exclusive("csr_path", "csr_content")
                .exclusive("privatekey_path", "privatekey_content")
                .exclusive("ownca_path", "ownca_content")
                .exclusive("ownca_privatekey_path", "ownca_privatekey_content")
                .neededIf("state", "present", "provider")
                .differs(
                        PrivateKeyModule.MADE_HERE,
                        "the providers acme and entrust are refused: they need services outside of the pod")
                .build();
    }

    private static Option[] selfsigned() {
        return new Option[] {
            Option.of("selfsigned_version", INT, "The version of the certificate: 3")
                    .orElse(3L),
            Option.of("selfsigned_digest", STRING, "The digest that is signed").orElse("sha256"),
            Option.of("selfsigned_not_before", STRING, "Valid from: +1d from now, or 20300131235959Z")
                    .alias("selfsigned_notBefore")
                    .orElse("+0s"),
            Option.of("selfsigned_not_after", STRING, "Valid until")
                    .alias("selfsigned_notAfter")
                    .orElse("+3650d"),
            keyId("selfsigned_create_subject_key_identifier")
        };
    }

    private static Option[] ownca() {
        return new Option[] {
            Option.of("ownca_path", PATH, "A file of the node that holds the authority's certificate"),
            Option.of("ownca_content", STRING, "The authority's certificate itself"),
            Option.of("ownca_privatekey_path", PATH, "A file of the node that holds the authority's key"),
            Option.of("ownca_privatekey_content", STRING, "The authority's key itself")
                    .secret(),
            Option.of("ownca_privatekey_passphrase", STRING, "What opens the authority's key")
                    .secret(),
            Option.of("ownca_digest", STRING, "The digest that is signed").orElse("sha256"),
            Option.of("ownca_version", INT, "The version of the certificate: 3").orElse(3L),
            Option.of("ownca_not_before", STRING, "Valid from").orElse("+0s"),
            Option.of("ownca_not_after", STRING, "Valid until").orElse("+3650d"),
            keyId("ownca_create_subject_key_identifier"),
            Option.of("ownca_create_authority_key_identifier", BOOL, "Whether it names the authority's key")
                    .orElse(true)
        };
    }

    private static Option keyId(String name) {
        return Option.of(name, STRING, KEY_ID)
                .oneOf("create_if_not_provided", "always_create", "never_create")
                .orElse("create_if_not_provided");
    }

    private static Option[] acme() {
        return new Option[] {
            Option.of("acme_accountkey_path", PATH, NOT_OFFERED),
            Option.of("acme_challenge_path", PATH, NOT_OFFERED),
            Option.of("acme_chain", BOOL, NOT_OFFERED).orElse(false),
            Option.of("acme_directory", STRING, NOT_OFFERED).orElse("https://acme-v02.api.letsencrypt.org/directory")
        };
    }

    private static Option[] entrust() {
        return new Option[] {
            Option.of("entrust_cert_type", STRING, NOT_OFFERED)
                    .oneOf(
                            "STANDARD_SSL",
                            "ADVANTAGE_SSL",
                            "UC_SSL",
                            "EV_SSL",
                            "WILDCARD_SSL",
                            "PRIVATE_SSL",
                            "PD_SSL",
                            "CDS_ENT_LITE",
                            "CDS_ENT_PRO",
                            "SMIME_ENT")
                    .orElse("STANDARD_SSL"),
            Option.of("entrust_requester_email", STRING, NOT_OFFERED),
            Option.of("entrust_requester_name", STRING, NOT_OFFERED),
            Option.of("entrust_requester_phone", STRING, NOT_OFFERED),
            Option.of("entrust_api_user", STRING, NOT_OFFERED),
            Option.of("entrust_api_key", STRING, NOT_OFFERED).secret(),
            Option.of("entrust_api_client_cert_path", PATH, NOT_OFFERED),
            Option.of("entrust_api_client_cert_key_path", PATH, NOT_OFFERED).secret(),
            Option.of("entrust_not_after", STRING, NOT_OFFERED).orElse("+365d"),
            Option.of("entrust_api_specification_path", PATH, NOT_OFFERED)
                    .orElse("https://cloud.entrust.net/EntrustCloud/documentation/cms-api-2.1.0.yaml")
        };
    }
}
