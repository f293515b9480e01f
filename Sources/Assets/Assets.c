// Every file that ships inside the binary, embedded by the compiler.
//
// A C target, because clang's `#embed` takes half a second where SwiftPM's `.embedInCode`, an array literal
// in Swift, takes more than a minute for the same bytes. An edit of an embedded file rebuilds this one.
// `#embed` is C23; clang offers it earlier as an extension and would warn at each use.

#include "Assets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char zones[] = {
#embed "zones/zones.bin"
};
static const unsigned char calendar_cn_2019[] = {
#embed "calendars/cn/2019.json"
};
static const unsigned char calendar_cn_2020[] = {
#embed "calendars/cn/2020.json"
};
static const unsigned char calendar_cn_2021[] = {
#embed "calendars/cn/2021.json"
};
static const unsigned char calendar_cn_2022[] = {
#embed "calendars/cn/2022.json"
};
static const unsigned char calendar_cn_2023[] = {
#embed "calendars/cn/2023.json"
};
static const unsigned char calendar_cn_2024[] = {
#embed "calendars/cn/2024.json"
};
static const unsigned char calendar_cn_2025[] = {
#embed "calendars/cn/2025.json"
};
static const unsigned char calendar_cn_2026[] = {
#embed "calendars/cn/2026.json"
};
static const unsigned char policy_standard[] = {
#embed "../../policies/standard.yaml"
};
static const unsigned char policy_after_sales[] = {
#embed "../../policies/after-sales.yaml"
};
static const unsigned char policy_service_rules[] = {
#embed "../../policies/service-rules.yaml"
};
static const unsigned char policy_experience[] = {
#embed "../../policies/experience.yaml"
};
static const unsigned char mapping_servicenow[] = {
#embed "../../examples/mappings/servicenow.yaml"
};
static const unsigned char mapping_events[] = {
#embed "../../examples/mappings/events.yaml"
};
static const unsigned char certificate_script[] = {
#embed "certificate/verify.js"
};
static const unsigned char certificate_style[] = {
#embed "certificate/page.css"
};
static const unsigned char page_tokens_css[] = {
#embed "pages/tokens.css"
};
static const unsigned char page_frame_css[] = {
#embed "pages/frame.css"
};
static const unsigned char page_queue_css[] = {
#embed "pages/queue.css"
};
static const unsigned char page_ticket_css[] = {
#embed "pages/ticket.css"
};
static const unsigned char page_customer_css[] = {
#embed "pages/customer.css"
};
static const unsigned char page_person_css[] = {
#embed "pages/person.css"
};
static const unsigned char page_access_css[] = {
#embed "pages/access.css"
};
static const unsigned char page_figures_css[] = {
#embed "pages/figures.css"
};
static const unsigned char page_figures_js[] = {
#embed "pages/figures.js"
};
static const unsigned char page_clocks_js[] = {
#embed "pages/clocks.js"
};
static const unsigned char page_stream_js[] = {
#embed "pages/stream.js"
};
static const unsigned char page_live_js[] = {
#embed "pages/live.js"
};
static const unsigned char page_keys_js[] = {
#embed "pages/keys.js"
};
static const unsigned char page_queue_js[] = {
#embed "pages/queue.js"
};
static const unsigned char page_ticket_js[] = {
#embed "pages/ticket.js"
};
static const unsigned char page_worker_js[] = {
#embed "pages/worker.js"
};
static const unsigned char page_icon_svg[] = {
#embed "pages/icon.svg"
};
static const unsigned char common_passwords[] = {
#embed "passwords/common.bloom"
};

#define ASSET(name, bytes) { name, bytes, sizeof bytes }

static const Asset assets[] = {
    ASSET("zones.bin", zones),
    ASSET("calendars/cn/2019.json", calendar_cn_2019),
    ASSET("calendars/cn/2020.json", calendar_cn_2020),
    ASSET("calendars/cn/2021.json", calendar_cn_2021),
    ASSET("calendars/cn/2022.json", calendar_cn_2022),
    ASSET("calendars/cn/2023.json", calendar_cn_2023),
    ASSET("calendars/cn/2024.json", calendar_cn_2024),
    ASSET("calendars/cn/2025.json", calendar_cn_2025),
    ASSET("calendars/cn/2026.json", calendar_cn_2026),
    ASSET("policies/standard.yaml", policy_standard),
    ASSET("policies/after-sales.yaml", policy_after_sales),
    ASSET("policies/service-rules.yaml", policy_service_rules),
    ASSET("policies/experience.yaml", policy_experience),
    ASSET("mappings/servicenow.yaml", mapping_servicenow),
    ASSET("mappings/events.yaml", mapping_events),
    ASSET("certificate/verify.js", certificate_script),
    ASSET("certificate/page.css", certificate_style),
    ASSET("pages/tokens.css", page_tokens_css),
    ASSET("pages/frame.css", page_frame_css),
    ASSET("pages/queue.css", page_queue_css),
    ASSET("pages/ticket.css", page_ticket_css),
    ASSET("pages/customer.css", page_customer_css),
    ASSET("pages/person.css", page_person_css),
    ASSET("pages/access.css", page_access_css),
    ASSET("pages/figures.css", page_figures_css),
    ASSET("pages/figures.js", page_figures_js),
    ASSET("pages/clocks.js", page_clocks_js),
    ASSET("pages/stream.js", page_stream_js),
    ASSET("pages/live.js", page_live_js),
    ASSET("pages/keys.js", page_keys_js),
    ASSET("pages/queue.js", page_queue_js),
    ASSET("pages/ticket.js", page_ticket_js),
    ASSET("pages/worker.js", page_worker_js),
    ASSET("pages/icon.svg", page_icon_svg),
    ASSET("passwords/common.bloom", common_passwords),
};

const Asset *yinuo_asset(unsigned long index) {
    return index < sizeof assets / sizeof *assets ? &assets[index] : 0;
}
